// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Bundle;
import dev.chaperone.verifier.Verifier;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// The running product's ledger, checked by the verifier, which shares nothing with it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class VerifiedFromOutsideTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MOST_COPIES = 10;

    private final Path data;
    private final RunningDemo demo;

    VerifiedFromOutsideTest(@TempDir Path data) throws Exception {
        this.data = data;
        this.demo = RunningDemo.start(data);
    }

    @BeforeAll
    void work() throws Exception {
        for (int i = 0; i < 5; i++) {
            demo.ask("question " + i);
        }
        demo.searchable();
        var _ = log().awaitCheckpoint(log().ledger().size() - 1, PATIENCE).orElseThrow();
    }

    @AfterAll
    void stop() {
        demo.close();
    }

    private TransparencyLog log() {
        return demo.instance().web().context().getBean(TransparencyLog.class);
    }

    /// What a run of the verifier said.
    private record Said(int code, String text) {}

    private static Said verify(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code = Verifier.run(List.of(arguments), stream, stream);
        return new Said(code, out.toString(StandardCharsets.UTF_8));
    }

    private List<String> keys() {
        return log().verifiers().stream().map(Object::toString).toList();
    }

    @Test
    void provesTheDirectoryOfARunningInstance() {
        Said said = verify("ledger", data.toString(), "--vkey", keys().getFirst());

        assertThat(said.code()).as(said.text()).isZero();
        assertThat(said.text()).contains("does not prove");
    }

    @Test
    void provesItOverTheNetworkWithAndWithoutTheRightToReadEntries() throws Exception {
        String url = demo.url() + "/ledger";

        Said stranger = verify("ledger", url, "--vkey", keys().getFirst());
        Said auditor =
                verify(
                        "ledger",
                        url,
                        "--vkey",
                        keys().getFirst(),
                        "--token",
                        demo.apiToken(Role.AUDITOR));

        assertThat(stranger.code()).as(stranger.text()).isEqualTo(3);
        assertThat(stranger.text()).contains("ok     tiles:", "NOT CHECKED, only their hashes");
        assertThat(auditor.code()).as(auditor.text()).isZero();
        assertThat(demo.get("/ledger/tile/entries/000.p/1", "").statusCode()).isEqualTo(401);
    }

    @Test
    void provesOneRequestByItsReceipt(@TempDir Path taken) throws Exception {
        JsonNode request = demo.json("/api/v1/interactions?limit=1").path("items").path(0);
        String id = request.path("id").asString();
        long index = request.path("ledger").path("intent").asLong();
        var _ = log().awaitCheckpoint(index + 1, PATIENCE).orElseThrow();
        JsonNode whole = demo.json("/api/v1/interactions/" + id);
        HttpResponse<String> leaf =
                demo.get("/api/v1/ledger/entries/" + index + "/leaf", demo.adminToken());
        HttpResponse<String> proof =
                demo.get("/api/v1/ledger/entries/" + index + "/proof", demo.adminToken());
        Path receipt =
                Files.writeString(
                        taken.resolve("a.tlog-proof"),
                        whole.path("receipt").path("intent").asString());
        Path entry = Files.writeString(taken.resolve("a.json"), leaf.body());
        Path forged =
                Files.writeString(
                        taken.resolve("forged.json"),
                        leaf.body().replace("\"allowed\"", "\"blocked\""));

        assertThat(proof.body()).startsWith("c2sp.org/tlog-proof@v1\nindex " + index + "\n");
        Said right = receipt(receipt, entry);
        Said wrong = receipt(receipt, forged);
        assertThat(right.code()).as(right.text()).isZero();
        assertThat(wrong.code()).as(wrong.text()).isEqualTo(1);
    }

    private Said receipt(Path receipt, Path entry) {
        return verify(
                "receipt",
                receipt.toString(),
                "--entry",
                entry.toString(),
                "--vkey",
                keys().getFirst());
    }

    @Test
    void namesTheEntryOfOneChangedByteInTheTilesAndInTheJournal(@TempDir Path copy)
            throws Exception {
        for (Path file : List.of(bundle(), segment())) {
            Path ledger = copyWhole(copy.resolve(file.getFileName().toString()));
            change(ledger.resolve(data.resolve("ledger").relativize(file)));

            Said said = verify("ledger", ledger.toString(), "--vkey", keys().getFirst());

            assertThat(said.code()).as(said.text()).isEqualTo(1);
            assertThat(said.text()).contains("entry ").contains(file.getFileName().toString());
        }
    }

    /// With the commands of docs/verify-the-ledger.md.
    @Test
    void provesACopyThatWasTakenWhileItRan(@TempDir Path copies) throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        Thread load = Thread.startVirtualThread(() -> askUntil(enough));
        try {
            for (int i = 0; i < 5; i++) {
                Path copy = Files.createDirectory(copies.resolve("copy-" + i));
                shell("cd $1; cp checkpoint vkey $2; until cp -r tile $2; do :; done", copy);

                Said said = verify("ledger", copy.toString(), "--vkey", keys().getFirst());

                assertThat(said.code()).as(said.text()).isZero();
                var _ = log().awaitCheckpoint(log().ledger().size(), PATIENCE).orElseThrow();
            }
        } finally {
            enough.set(true);
            load.join();
        }
    }

    @Test
    void saysSoWhenACopyWasTakenInTheWrongOrder(@TempDir Path copy) throws Exception {
        shell("cd $1; cp -r vkey tile $2", copy);
        demo.ask("while it is copied");
        var _ = log().awaitCheckpoint(log().ledger().size() - 1, PATIENCE).orElseThrow();
        shell("cd $1; cp checkpoint $2", copy);

        Said said = verify("ledger", copy.toString(), "--vkey", keys().getFirst());

        assertThat(said.code()).as(said.text()).isEqualTo(1);
        assertThat(said.text()).contains("copy again in this order: checkpoint first");
    }

    private void askUntil(AtomicBoolean enough) {
        try {
            while (!enough.get()) {
                demo.ask("while it is copied");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// `$1` is the running ledger, `$2` the copy.
    private void shell(String script, Path copy) throws Exception {
        String ledger = data.resolve("ledger").toString();
        Process process =
                new ProcessBuilder("sh", "-c", script, "sh", ledger, copy.toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor()).isZero();
    }

    /// The first bundle, filled or not yet.
    private Path bundle() throws IOException {
        Path full = data.resolve("ledger").resolve(new Bundle(0, 256).path());
        if (Files.exists(full)) {
            return full;
        }
        try (Stream<Path> all = Files.list(full.resolveSibling(full.getFileName() + ".p"))) {
            return all.findFirst().orElseThrow();
        }
    }

    private Path segment() throws IOException {
        try (Stream<Path> all = Files.list(data.resolve("ledger/journal"))) {
            return all.filter(file -> file.toString().endsWith(".segment"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void change(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(300);
            int was = bytes.read();
            bytes.seek(300);
            bytes.write(was ^ 1);
        }
    }

    /// What the tests before read is recorded, and may be sealed only now: a partial tile goes when
    /// a larger one has come. A copy that misses one is begun anew.
    ///
    /// @return where it is
    private Path copyWhole(Path to) throws IOException {
        for (int attempt = 0; ; attempt++) {
            Path target = to.resolve(Integer.toString(attempt));
            try {
                copy(data.resolve("ledger"), target);
                return target;
            } catch (NoSuchFileException gone) {
                assertThat(attempt).as(gone.getMessage()).isLessThan(MOST_COPIES);
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        List<Path> files = new ArrayList<>();
        // The checkpoint first, as docs/verify-the-ledger.md says of a running log.
        files.add(from.resolve("checkpoint"));
        try (Stream<Path> all = Files.walk(from)) {
            all.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("checkpoint"))
                    .forEach(files::add);
        }
        for (Path file : files) {
            Path target = to.resolve(from.relativize(file));
            Files.createDirectories(target.getParent());
            Files.copy(file, target);
        }
    }
}
