// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// Who presses Ctrl-C in the first seconds leaves nothing running.
@Timeout(600)
class StoppedWhileStartingTest {
    @TempDir private Path data;

    @Test
    void endsTheDatabaseThatWasJustStarted() throws Exception {
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.chaperone.server.Main",
                                "up",
                                "--gateway-port",
                                "0",
                                "--port",
                                "0",
                                "--data",
                                data.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Path begun = data.resolve("postgres/data/postmaster.pid");
        while (!Files.exists(begun)) {
            assertThat(server.waitFor(10, TimeUnit.MILLISECONDS)).as("ended too early").isFalse();
        }

        server.destroy();

        server.waitFor();
        assertThat(begun).doesNotExist();
        assertThat(ProcessHandle.allProcesses())
                .noneMatch(process ->
                        process.info().commandLine().orElse("").contains(data.toString()));
    }
}
