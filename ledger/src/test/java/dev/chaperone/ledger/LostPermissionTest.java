// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.Digest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/// The right to write in the journal's directory is taken from a running process and given back.
@Timeout(120)
class LostPermissionTest {
    /// Takes from root what root has over others, so that permissions count.
    private static final List<String> AS_ANYBODY =
            System.getProperty("user.name").equals("root")
                    ? List.of(
                            "setpriv",
                            "--bounding-set=-dac_override,-dac_read_search",
                            "--inh-caps=-dac_override,-dac_read_search")
                    : List.of();

    @TempDir private Path data;

    private final Map<Long, String> promised = new HashMap<>();

    @Test
    void refusesWhenItNeedsANewFileAndGoesOnWhenItMayWriteAgain() throws Exception {
        Process process = start();
        try (BufferedReader out = process.inputReader()) {
            readUntil(out, line -> promised.size() == 50);
            permit("r-x------");
            String refusal = readUntil(out, line -> line.startsWith("refused"));
            assertThat(refusal).contains("journal/next.");
            int before = promised.size();

            permit("rwx------");
            readUntil(out, line -> promised.size() > before + 50);
        } finally {
            process.destroyForcibly().waitFor();
        }
        verify();
    }

    private Process start() throws IOException {
        List<String> command = new ArrayList<>(AS_ANYBODY);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SteadyWriter.class.getName(),
                        data.toString()));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    private String readUntil(BufferedReader out, Predicate<String> enough) throws IOException {
        while (true) {
            String line = Objects.requireNonNull(out.readLine(), "it ended");
            if (!line.startsWith("refused")) {
                int space = line.indexOf(' ');
                promised.put(Long.valueOf(line.substring(0, space)), line.substring(space + 1));
            }
            if (enough.test(line)) {
                return line;
            }
        }
    }

    private void permit(String permissions) throws IOException {
        Files.setPosixFilePermissions(
                data.resolve("ledger/journal"), PosixFilePermissions.fromString(permissions));
    }

    private void verify() throws IOException {
        List<String> found = new ArrayList<>();
        try (TransparencyLog log = FaultedWriter.open(data)) {
            while (found.size() < log.ledger().size()) {
                for (byte[] entry : log.ledger().read(found.size(), 1_000)) {
                    found.add(Digest.of(entry).hex());
                }
            }
        }
        promised.forEach((index, hash) ->
                assertThat(found.get(Math.toIntExact(index)))
                        .as("entry %s", index)
                        .isEqualTo(hash));
    }
}
