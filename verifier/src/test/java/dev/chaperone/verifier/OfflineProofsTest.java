// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Receipts, pairs of checkpoints and revealed bodies, checked with files alone.
class OfflineProofsTest {
    @TempDir private Path folder;
    private SampleLog log;

    @BeforeEach
    void write() {
        log = new SampleLog(folder.resolve("log"), 700);
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static Ran run(String command, Object... more) {
        List<Object> words = new ArrayList<>(List.of(command));
        words.addAll(Arrays.asList(more));
        words.addAll(List.of("--vkey", SampleLog.LOG.vkey(), "--vkey", SampleLog.LOG_PQ.vkey()));
        return Ran.of(words.toArray());
    }

    @Test
    void findsAnEntryInTheTreeOfItsReceipt() throws IOException {
        Path receipt = file("r.tlog-proof", log.receipt(321, 700));
        Path entry = file("entry", "leaf 321");
        Ran ran = run("receipt", receipt, "--entry", entry);
        assertThat(ran.out())
                .contains("index: 321", "size: 700", "origin: chaperone.test/sample")
                .contains("ok     inclusion: this is entry 321 of 700")
                .contains("(ML-DSA-44) at 2025-11-24T16:00:00Z")
                .contains("Result: fine.");
        assertThat(ran.code()).isZero();
        String hash = Base64.getEncoder().encodeToString(log.leaves.get(321));
        assertThat(run("receipt", receipt, "--leaf-hash", hash).code()).isZero();
        String json = run("receipt", receipt, "--leaf-hash", hash, "--json").out();
        assertThat(json).startsWith("{\"ok\":true,").contains("\"index\":\"321\"");
    }

    @Test
    void refusesAnotherEntryAnotherIndexAndAnotherSignature() throws IOException {
        Path entry = file("entry", "leaf 321");
        String good = log.receipt(321, 700);
        for (String bad :
                List.of(
                        log.receipt(320, 700),
                        good.replace("index 321\n", "index 320\n"),
                        good.replace("index 321\n", "index 700\n"),
                        good.replace("index 321\n", "index 18446744073709551615\n"),
                        good.replace("\n700\n", "\n699\n"),
                        good.replaceFirst("\n[^\n]+\n\n", "\n\n"))) {
            Ran ran = run("receipt", file("bad", bad), "--entry", entry);
            assertThat(ran.out()).contains("WRONG");
            assertThat(ran.code()).isEqualTo(1);
        }
        Path other = file("other", "leaf 322");
        assertThat(run("receipt", file("good", good), "--entry", other).code()).isEqualTo(1);
    }

    @Test
    void findsAnyFlippedBitOfAReceipt() throws IOException {
        Path entry = file("entry", "leaf 21");
        String hash = Base64.getEncoder().encodeToString(log.leaves.get(21));
        byte[] good = log.receipt(21, 300).getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < good.length; offset += offset < 600 ? 1 : 37) {
            byte[] bad = good.clone();
            bad[offset] ^= (byte) (1 << offset % 8);
            Path receipt = Files.write(folder.resolve("bad"), bad);
            assertThat(run("receipt", receipt, "--leaf-hash", hash).code())
                    .as("byte %d", offset)
                    .isIn(1, 2);
        }
        assertThat(entry).exists();
    }

    @Test
    void saysThatWithoutAKeyNobodySignedTheReceipt() throws IOException {
        Path receipt = file("r.tlog-proof", log.receipt(3, 700));
        Ran ran = Ran.of("receipt", receipt, "--entry", file("entry", "leaf 3"));
        assertThat(ran.out())
                .contains("--     signatures: NOT CHECKED, so anybody may have made")
                .contains("give the log's key with --vkey. It stands in the audit plan")
                .contains("Result: UNKNOWN, not everything could be checked, 1 check not made.")
                .doesNotContain("fine");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(Ran.of("receipt", receipt, "--entry", folder.resolve("entry"), "--json").out())
                .startsWith("{\"ok\":false,")
                .contains("{\"name\":\"signatures\",\"ok\":null,");
        Ran forged = Ran.of("receipt", receipt, "--entry", file("other", "leaf 4"));
        assertThat(forged.code()).isEqualTo(1);
        Ran witnessed =
                Ran.of(
                        "receipt",
                        receipt,
                        "--entry",
                        folder.resolve("entry"),
                        "--witness-vkey",
                        SampleLog.WITNESS.vkey());
        assertThat(witnessed.code()).isEqualTo(1);
    }

    @Test
    void refusesWhatIsNoReceipt() throws IOException {
        for (String bad : List.of("", "nonsense", log.checkpoint(3), "\0\1\2")) {
            Ran ran = run("receipt", file("bad", bad), "--entry", file("entry", "x"));
            assertThat(ran.code()).isEqualTo(2);
        }
        assertThat(run("receipt", folder.resolve("none"), "--entry", folder).code()).isEqualTo(3);
    }

    @Test
    void provesFromTheTilesThatALogOnlyGrew() throws IOException {
        log.writeTree(700);
        for (int from : new int[] {0, 1, 255, 256, 257, 512, 699, 700}) {
            Path old = file("old", log.checkpoint(from));
            Path now = file("new", log.checkpoint(700));
            Ran ran = run("consistency", old, now, "--log", log.directory);
            assertThat(ran.out()).contains("ok     consistency:");
            assertThat(ran.code()).isZero();
        }
    }

    @Test
    void provesFromAFileThatALogOnlyGrew() throws IOException {
        StringBuilder proof = new StringBuilder();
        for (byte[] hash : SampleLog.consistency(300, log.leaves, true)) {
            proof.append(Base64.getEncoder().encodeToString(hash)).append('\n');
        }
        Path old = file("old", log.checkpoint(300));
        Path now = file("new", log.checkpoint(700));
        assertThat(run("consistency", old, now, "--proof", file("p", proof.toString())).code())
                .isZero();
        String shorter = proof.substring(proof.indexOf("\n") + 1);
        assertThat(run("consistency", old, now, "--proof", file("p", shorter)).code()).isEqualTo(1);
        assertThat(run("consistency", old, now, "--proof", file("p", "x")).code()).isEqualTo(2);
        assertThat(run("consistency", old, now).code()).isEqualTo(2);
    }

    @Test
    void findsForksAndRollbacks() throws IOException {
        log.writeTree(700);
        SampleLog other =
                new SampleLog(
                        folder.resolve("other"),
                        700,
                        i -> ("other " + i).getBytes(StandardCharsets.UTF_8));
        Path now = file("new", log.checkpoint(700));
        Ran same = run("consistency", file("a", other.checkpoint(700)), now);
        assertThat(same.out()).contains("FORK: two different trees of the same size");
        assertThat(same.code()).isEqualTo(1);
        Ran grown =
                run("consistency", file("a", other.checkpoint(300)), now, "--log", log.directory);
        assertThat(grown.out()).contains("FORK: the log of the new checkpoint");
        assertThat(grown.code()).isEqualTo(1);
        Ran back = run("consistency", now, file("b", log.checkpoint(300)));
        assertThat(back.out()).contains("rolled back");
        assertThat(back.code()).isEqualTo(1);
        Ran wrongLog =
                run(
                        "consistency",
                        file("a", other.checkpoint(300)),
                        file("b", other.checkpoint(700)),
                        "--log",
                        log.directory);
        assertThat(wrongLog.out()).contains("do not lead to the new checkpoint");
        assertThat(wrongLog.code()).isEqualTo(1);
    }

    @Test
    void saysThatALogIsTooOldToCompareWith() throws IOException {
        log.writeTree(500);
        Path now = file("new", log.checkpoint(700));
        for (int from : new int[] {300, 500, 600}) {
            Ran ran =
                    run(
                            "consistency",
                            file("old", log.checkpoint(from)),
                            now,
                            "--log",
                            log.directory);
            assertThat(ran.out())
                    .contains("has only 500 entries and does not reach the new checkpoint of 700")
                    .contains("Give a copy that was made after it")
                    .contains("Result: UNKNOWN")
                    .doesNotContain("WRONG");
            assertThat(ran.code()).isEqualTo(3);
        }
    }

    @Test
    void findsAForkInALogThatIsTooOldToo() throws IOException {
        log.writeTree(500);
        SampleLog other =
                new SampleLog(
                        folder.resolve("other"),
                        700,
                        i -> ("other " + i).getBytes(StandardCharsets.UTF_8));
        Path now = file("new", other.checkpoint(700));
        for (int from : new int[] {300, 500}) {
            Path old = file("old", other.checkpoint(from));
            Ran ran = run("consistency", old, now, "--log", log.directory);
            assertThat(ran.out()).contains("WRONG  consistency: FORK: ");
            assertThat(ran.code()).isEqualTo(1);
        }
        // Nobody's signature, nobody's fork.
        Path checkpoint = log.directory.resolve("checkpoint");
        Files.writeString(
                checkpoint, log.body(500) + "\n" + SampleLog.WITNESS.sign(log.body(500), 1));
        Path old = file("old", other.checkpoint(300));
        Ran unsigned = run("consistency", old, now, "--log", log.directory);
        assertThat(unsigned.out()).contains("does not reach the new checkpoint");
        assertThat(unsigned.code()).isEqualTo(3);
    }

    @Test
    void findsALogThatWasSignedAgainAfterItHadMoreEntries() throws IOException {
        log.writeTree(500);
        String body = log.body(500);
        Path checkpoint = log.directory.resolve("checkpoint");
        Files.writeString(
                checkpoint,
                body
                        + "\n"
                        + SampleLog.LOG.sign(body, SampleLog.TIME)
                        + SampleLog.LOG_PQ.sign(body, SampleLog.TIME + 1));
        Path old = file("old", log.checkpoint(300));
        Path now = file("new", log.checkpoint(700));
        Ran ran = run("consistency", old, now, "--log", log.directory);
        assertThat(ran.out()).contains("WRONG  consistency: the log was rolled back: after it had");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void tellsNothingFromALogWithoutItsTiles() throws IOException {
        log.writeTree(700);
        Files.delete(log.directory.resolve("tile/0/001"));
        Path old = file("old", log.checkpoint(300));
        Ran ran = run("consistency", old, file("new", log.checkpoint(700)), "--log", log.directory);
        assertThat(ran.out())
                .contains("tile/0/001 is missing or too short, so nothing can be told");
        assertThat(ran.code()).isEqualTo(3);
    }

    @Test
    void findsThatACheckpointIsOfAnotherKey() throws IOException {
        Path old = file("old", log.checkpoint(700));
        String other = TestKey.ed25519(SampleLog.ORIGIN, 1).vkey();
        assertThat(Ran.of("consistency", old, old, "--vkey", other).code()).isEqualTo(1);
    }

    /// The example of docs/ledger-format.md, computed by an independent program.
    @Test
    void recognisesARevealedBody() throws IOException {
        String salted = "00".repeat(32);
        Path body = file("body", "Hello, world");
        String commitment =
                "sha256:9752453c0948fb4ffe4e9a2afde5e8dab6d21e16d65980fe3f071cc506419586";
        Object[] words = {
            "body", body, "--commitment", commitment, "--salt", salted, "--pieces", "6,6"
        };
        assertThat(Ran.of(words).code()).isZero();
        words[7] = "12";
        assertThat(Ran.of(words).code()).isEqualTo(1);
        words[7] = "6,7";
        assertThat(Ran.of(words).code()).isEqualTo(1);
        words[7] = "6,x";
        assertThat(Ran.of(words).code()).isEqualTo(2);
        words[7] = "6,6";
        words[1] = file("other", "Hello, World");
        assertThat(Ran.of(words).code()).isEqualTo(1);
    }
}
