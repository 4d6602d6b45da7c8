// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What was promised by a process that is killed is there when the next one looks.
@Timeout(120)
class KillTest {
    private static final int KILLS = 15;

    @TempDir private Path directory;

    private final Map<Long, String> promised = new HashMap<>();

    @Test
    void keepsEveryPromiseWheneverItIsKilled() throws Exception {
        Random random = new Random(2026);
        for (int kill = 0; kill < KILLS; kill++) {
            writeAndKill(random.nextLong(), random.nextInt(400));
            verify();
        }
        assertThat(promised).hasSizeGreaterThan(KILLS);
    }

    private void writeAndKill(long seed, int promises) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledWriter.class.getName(),
                                directory.toString(),
                                Long.toString(seed))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i <= promises; i++) {
                note(out.readLine());
            }
            // Not Process.destroyForcibly, which would close the pipe with promises in it.
            process.toHandle().destroyForcibly();
            out.lines().forEach(this::note);
        }
        process.waitFor();
    }

    /// A last line that the kill cut off is no promise.
    private void note(String line) {
        int space = line.indexOf(' ');
        if (line.length() == space + 1 + 64) {
            Long index = Long.valueOf(line.substring(0, space));
            String before = promised.put(index, line.substring(space + 1));
            assertThat(before).as("an index is promised once").isNull();
        }
    }

    private void verify() throws IOException {
        List<String> found = new ArrayList<>();
        try (Ledger ledger = Journal.open(directory, KilledWriter.LIMITS, Disk::new)) {
            while (found.size() < ledger.size()) {
                for (byte[] entry : ledger.read(found.size(), 1_000)) {
                    found.add(Digest.of(entry).hex());
                }
            }
        }
        assertThat(found).doesNotHaveDuplicates();
        promised.forEach((index, hash) ->
                assertThat(found.get(Math.toIntExact(index)))
                        .as("entry %s", index)
                        .isEqualTo(hash));
    }
}
