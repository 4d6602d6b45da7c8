// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Whatever lies where a ledger should be, the verifier ends soon with an exit code and a sentence.
@Timeout(60)
class HostileInputTest {
    @TempDir private Path folder;

    private static void wellBehaved(Ran ran, Integer... codes) {
        assertThat(ran.err() + ran.out()).doesNotContain("Exception in", "\tat ");
        assertThat(ran.code()).as(ran.out() + ran.err()).isIn((Object[]) codes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "9223372036854775808",
                "9223372036854775807",
                "18446744073709551615",
                "72057594037927936",
                "4294967296"
            })
    void isNotCaughtByAbsurdSizes(String size) throws IOException {
        SampleLog.written(folder, 300);
        String root = Base64.getEncoder().encodeToString(new byte[32]);
        String body = SampleLog.ORIGIN + "\n" + size + "\n" + root + "\n";
        Files.writeString(folder.resolve("checkpoint"), SampleLog.signed(body));
        Ran ran = Ran.ledger(folder);
        wellBehaved(ran, 1);
        assertThat(ran.out()).contains("the tiles at the right edge do not lead to its root");
        Files.writeString(folder.resolve("new"), SampleLog.signed(body));
        Files.writeString(folder.resolve("old"), new SampleLog(folder, 300).checkpoint(300));
        wellBehaved(
                Ran.of(
                        "consistency",
                        folder.resolve("old"),
                        folder.resolve("new"),
                        "--vkey",
                        SampleLog.LOG.vkey(),
                        "--log",
                        folder),
                3);
    }

    @Test
    void endsWellOnGarbageInPlaceOfAnyFile() throws IOException {
        SampleLog.written(folder, 700);
        Files.writeString(folder.resolve("minimum-index"), "0\n");
        Random random = new Random(5);
        for (Path file : files()) {
            byte[] good = Files.readAllBytes(file);
            for (int length : new int[] {0, 1, 31, 100, good.length, good.length + 1, 100_000}) {
                byte[] garbage = new byte[length];
                random.nextBytes(garbage);
                Files.write(file, garbage);
                wellBehaved(Ran.ledger(folder), 1);
            }
            Files.write(file, good);
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void endsWellOnDirectoriesAndLoopsInPlaceOfAnyFile() throws IOException {
        SampleLog.written(folder, 700);
        for (Path file : files()) {
            Path away = folder.resolveSibling("away-" + System.nanoTime());
            Files.move(file, away);
            Files.createDirectory(file);
            wellBehaved(Ran.ledger(folder), 1, 3);
            Files.delete(file);
            Files.createSymbolicLink(file, file);
            wellBehaved(Ran.ledger(folder), 1, 3);
            Files.delete(file);
            Files.createSymbolicLink(file, Path.of("/dev/zero"));
            wellBehaved(Ran.ledger(folder), 1, 3);
            Files.delete(file);
            Files.move(away, file);
        }
        assertThat(Ran.ledger(folder).code()).isZero();
    }

    @Test
    void followsLinksToRealFiles() throws IOException {
        SampleLog.written(folder.resolve("real"), 700);
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
        assertThat(Ran.ledger(link).code()).isZero();
    }

    @Test
    void readsNoMoreOfAHugeFileThanItNeeds() throws IOException {
        SampleLog.written(folder, 700);
        for (String name :
                List.of("checkpoint", "vkey", "witnessed", "tile/0/000", "tile/entries/000")) {
            Path file = folder.resolve(name);
            byte[] good = Files.readAllBytes(file);
            try (FileChannel sparse = FileChannel.open(file, StandardOpenOption.WRITE)) {
                sparse.write(ByteBuffer.allocate(1), 1L << 33);
            }
            wellBehaved(Ran.ledger(folder), 1);
            Files.write(file, good);
        }
    }

    @Test
    void saysWhatIsNotThere() throws IOException {
        wellBehaved(Ran.of("ledger", folder.resolve("nothing")), 3);
        wellBehaved(Ran.of("ledger", folder), 3);
        Files.writeString(folder.resolve("file"), "x");
        wellBehaved(Ran.of("ledger", folder.resolve("file")), 3);
        wellBehaved(Ran.of("ledger", "a\0b"), 2);
        wellBehaved(Ran.of("ledger", ""), 3);
        Files.createDirectories(folder.resolve("tile"));
        Ran ran = Ran.of("ledger", folder);
        assertThat(ran.out()).contains("WRONG  checkpoint: is missing");
        wellBehaved(ran, 1);
    }

    @Test
    void refusesWordsItDoesNotKnow() {
        wellBehaved(Ran.of(), 2);
        wellBehaved(Ran.of("nonsense"), 2);
        wellBehaved(Ran.of("ledger"), 2);
        wellBehaved(Ran.of("ledger", "a", "b"), 2);
        wellBehaved(Ran.of("ledger", "a", "--nonsense"), 2);
        wellBehaved(Ran.of("ledger", "a", "--vkey"), 2);
        wellBehaved(Ran.of("ledger", folder, "--vkey", "nonsense"), 2);
        wellBehaved(Ran.of("ledger", folder, "--threads", "0"), 2);
        wellBehaved(Ran.of("ledger", folder, "--threads", "many"), 2);
        wellBehaved(Ran.of("ledger", folder, "--origin", "a", "--origin", "b"), 2);
        wellBehaved(Ran.of("ledger", "http://"), 2);
        wellBehaved(Ran.of("ledger", "http://user:secret@localhost/"), 2);
        wellBehaved(Ran.of("receipt", "x"), 2);
        wellBehaved(Ran.of("receipt", "x", "--leaf-hash", "short"), 2);
        wellBehaved(Ran.of("consistency", "x", "y"), 2);
        wellBehaved(Ran.of("body", "x"), 2);
        assertThat(Ran.of("--help").out()).contains("java -jar", "Exit codes");
        assertThat(Ran.of("ledger", "--help").code()).isZero();
    }

    @Test
    void keepsATerminalSafeFromNames() throws IOException {
        SampleLog.written(folder, 3);
        String body = new SampleLog(folder, 3).body(3).replace("/sample", "/\u009b31m\u202esample");
        Files.writeString(folder.resolve("checkpoint"), SampleLog.signed(body));
        for (Ran ran : List.of(Ran.ledger(folder), Ran.ledger(folder, "--json"))) {
            assertThat(ran.out()).doesNotContain("\u009b", "\u202e");
            wellBehaved(ran, 1);
        }
    }
}
