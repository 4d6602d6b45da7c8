// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Note;
import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Each kind of system call that changes files fails, or the process dies in it, at several places:
/// what was promised is there afterwards, and every checkpoint that was ever signed is continued.
@Timeout(120)
class SystemCallFaultsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path data;

    private final Map<Long, String> promised = new HashMap<>();
    private final List<Checkpoint> signed = new ArrayList<>();

    // The count is of each thread by itself: most calls come from the writer's or the sealer's.
    @ParameterizedTest(name = "{0} {1} at the {2}th")
    @CsvSource({
        "fdatasync, error=EIO, 1",
        "fdatasync, error=EIO, 2",
        "fdatasync, error=EIO, 40",
        "fdatasync, error=EIO, 300",
        "fdatasync, error=ENOSPC, 30",
        "fdatasync, signal=KILL, 1",
        "fdatasync, signal=KILL, 200",
        "fsync, error=EIO, 1",
        "fsync, error=EIO, 3",
        "fsync, signal=KILL, 2",
        "pwrite64, error=EIO, 1",
        "pwrite64, error=EIO, 25",
        "pwrite64, error=EIO, 250",
        "pwrite64, error=ENOSPC, 1",
        "pwrite64, error=ENOSPC, 60",
        "pwrite64, error=ENOSPC, 250",
        "pwrite64, signal=KILL, 100",
        "pwrite64, signal=KILL, 333",
        "rename, error=EIO, 1",
        "rename, error=EIO, 4",
        "rename, error=ENOSPC, 2",
        "rename, signal=KILL, 1",
        "rename, signal=KILL, 3",
        "mkdir, error=EIO, 2",
        "mkdir, error=ENOSPC, 3",
        "mkdir, signal=KILL, 3",
        "unlink, error=EIO, 1",
        "unlink, signal=KILL, 2"
    })
    void loseNothingThatWasPromised(String call, String fault, int nth) throws Exception {
        run("whole-", List.of());
        assertThat(promised).as("without a fault").hasSize(600);

        run(
                "faulted-",
                List.of(
                        "strace",
                        "--seccomp-bpf",
                        "-f",
                        "-qq",
                        "-o",
                        "/dev/null",
                        "-e",
                        "trace=" + call,
                        "-e",
                        "inject=" + call + ":" + fault + ":when=" + nth));

        verify();
        run("after-", List.of());
        verify();
        assertThat(promised).hasSizeGreaterThanOrEqualTo(1_200);
    }

    private void run(String word, List<String> under) throws Exception {
        List<String> command = new ArrayList<>(under);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultedWriter.class.getName(),
                        data.toString(),
                        word));
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader out = process.inputReader()) {
            out.lines().forEach(this::note);
        }
        process.waitFor();
        Path checkpoint = data.resolve("ledger/checkpoint");
        if (Files.exists(checkpoint)) {
            signed.add(Checkpoint.parse(Note.parse(Files.readString(checkpoint)).text()));
        }
    }

    private void note(String line) {
        int space = line.indexOf(' ');
        if (!line.startsWith("refused") && line.length() == space + 1 + 64) {
            Long index = Long.valueOf(line.substring(0, space));
            String before = promised.put(index, line.substring(space + 1));
            assertThat(before).as("an index is promised once").isNull();
        }
    }

    private void verify() throws Exception {
        List<String> found = new ArrayList<>();
        try (TransparencyLog log = FaultedWriter.open(data)) {
            while (found.size() < log.ledger().size()) {
                for (byte[] entry : log.ledger().read(found.size(), 1_000)) {
                    found.add(Digest.of(entry).hex());
                }
            }
            String note = log.awaitCheckpoint(found.size() - 1L, PATIENCE).orElseThrow();
            continues(log, Checkpoint.parse(Note.parse(note).text()));
        }
        assertThat(found).doesNotHaveDuplicates();
        promised.forEach((index, hash) ->
                assertThat(found.get(Math.toIntExact(index)))
                        .as("entry %s", index)
                        .isEqualTo(hash));
    }

    private void continues(TransparencyLog log, Checkpoint last) throws Exception {
        for (Checkpoint before : signed) {
            if (before.size() > 0) {
                try {
                    log.consistency(before.size(), last.size()).verify(before.root(), last.root());
                } catch (IOException e) {
                    throw new AssertionError("No proof from " + before.size(), e);
                }
            }
        }
    }
}
