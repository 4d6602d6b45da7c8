// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The run that the JVM learns from, shortened.
final class RehearsalTest {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir private Path folder;

    @Test
    void usesAnInstanceInAProcessOfItsOwnAndEndsIt() throws Exception {
        Path place = folder.resolve("rehearsal");
        List<String> up =
                List.of(
                        JAVA,
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.chaperone.server.Main",
                        "up");

        long answers = new Rehearsal(place, up, Duration.ofSeconds(2)).run();

        assertThat(answers).isGreaterThan(50);
        assertThat(place.resolve("data/server.json")).doesNotExist();
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process ->
                        process.info().commandLine().orElse("").contains(place.toString()));
    }

    @Test
    void failsWhenTheInstanceDoesNotStart() {
        List<String> command = List.of(JAVA, "--no-such-option");

        assertThatThrownBy(() ->
                        new Rehearsal(folder.resolve("rehearsal"), command, Duration.ofSeconds(2))
                                .run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ended with code");
    }
}
