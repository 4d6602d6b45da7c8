// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.CaptureLevel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeSet;

/// What was promised by a process that is killed is there when the next one looks.
@Timeout(180)
class KillTest {
    private static final int KILLS = 6;

    @TempDir private Path directory;

    private final TreeSet<Integer> promised = new TreeSet<>();

    @Test
    void keepsEveryPromiseWheneverItIsKilled() throws Exception {
        Random random = new Random(2026);
        for (int kill = 0; kill < KILLS; kill++) {
            keepAndKill(kill * 1_000_000, random.nextInt(300));
            verify();
        }
        assertThat(promised).hasSizeGreaterThan(KILLS);
    }

    private void keepAndKill(int first, int promises) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KilledKeeper.class.getName(),
                                directory.toString(),
                                Integer.toString(first))
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i <= promises; i++) {
                note(out.readLine());
            }
            // Not Process.destroyForcibly, which would close the pipe with promises in it.
            process.toHandle().destroyForcibly();
            StringBuilder rest = new StringBuilder();
            for (int c = out.read(); c >= 0; c = out.read()) {
                rest.append((char) c);
            }
            // A last line that the kill cut off is no promise.
            rest.setLength(rest.lastIndexOf("\n") + 1);
            rest.toString().lines().forEach(this::note);
        }
        process.waitFor();
    }

    private void note(String line) {
        promised.add(Integer.valueOf(line));
    }

    private void verify() throws IOException {
        try (Captures captures = Bodies.open(directory)) {
            for (char person = 'a'; person <= 'e'; person++) {
                captures.keep(
                                Bodies.capture(
                                        Bodies.drawer(person),
                                        "interaction_after",
                                        Side.ANSWER,
                                        CaptureLevel.FULL,
                                        "goes on"))
                        .join();
            }
            Check check = captures.fsck();
            assertThat(check.damages()).isEmpty();
            assertThat(check.unfinished()).isEmpty();
            assertThat(check.drawers()).isEqualTo(5);
            for (int number : promised) {
                CapturesTest.assertIs(captures, KilledKeeper.body(number));
            }
        }
    }
}
