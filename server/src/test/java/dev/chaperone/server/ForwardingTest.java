// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/// A whole instance that forwards what it records.
@Timeout(600)
class ForwardingTest {
    @TempDir private Path directory;

    @Test
    void sendsWhatIsRecordedAndSaysHowItGoes() throws Exception {
        Path plain = directory.resolve("plain.csv");
        Path named = directory.resolve("named.csv");
        Path data = Files.createDirectory(directory.resolve("data"));
        Files.writeString(
                data.resolve("config.yaml"),
                """
                forward:
                  - {name: plain, to: file, format: csv, path: %s}
                  - {name: named, to: file, format: csv, path: %s, emails: true}
                  - {name: away, to: syslog, format: cef, url: "tcp://127.0.0.1:1"}
                """
                        .formatted(plain, named));
        try (RunningDemo demo = RunningDemo.start(data)) {
            demo.ask("Hello?");

            awaitLine(plain, "outcome");
            awaitLine(named, "outcome");
            assertThat(Files.readString(plain)).doesNotContain("ada@northwind.example");
            assertThat(Files.readString(named)).contains("ada@northwind.example");
            assertThat(check(demo, "forward plain").path("state").asString()).isEqualTo("fine");
            JsonNode away = awaitProblem(demo, "forward away");
            assertThat(away.path("detail").asString())
                    .contains("syslog tcp://127.0.0.1:1 (cef)", "wait");
            assertThat(away.path("repair").asString()).contains("goes on by itself");

            JsonNode targets = demo.json("/api/v1/forwards").path("items");
            assertThat(targets.path(0).path("name").asString()).isEqualTo("plain");
            assertThat(targets.path(0).path("received").asLong()).isPositive();
            assertThat(targets.path(0).path("lastSuccess").isNull()).isFalse();
            JsonNode silent = targets.path(2);
            assertThat(silent.path("state").asString()).isEqualTo("problem");
            assertThat(silent.path("received").asLong(-1)).isZero();
            assertThat(silent.path("behind").asLong()).isPositive();
            assertThat(silent.path("waitingSince").isNull()).isFalse();
            assertThat(silent.path("lastSuccess").isNull()).isTrue();
            assertThat(silent.path("lastError").asString()).isNotEmpty();
        }
        String vkey = Files.readString(data.resolve("ledger/vkey"));
        String origin = vkey.substring(0, vkey.indexOf('+'));
        assertThat(origin).matches("chaperone\\.local/[0-9a-f]{16}");
        assertThat(Files.readString(plain)).contains(origin + "#0,");
        assertThat(Files.readAllLines(data.resolve("forward/plain.cursor")).getFirst())
                .isEqualTo(origin);
    }

    private static void awaitLine(Path file, String word) throws IOException {
        while (!Files.exists(file) || !Files.readString(file).contains(word)) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static JsonNode awaitProblem(RunningDemo demo, String name) throws Exception {
        JsonNode check = check(demo, name);
        while (!check.path("state").asString().equals("problem")) {
            LockSupport.parkNanos(10_000_000);
            check = check(demo, name);
        }
        return check;
    }

    private static JsonNode check(RunningDemo demo, String name) throws Exception {
        for (JsonNode each : demo.json("/api/v1/checks").path("items")) {
            if (each.path("name").asString().equals(name)) {
                return each;
            }
        }
        throw new AssertionError("No check " + name);
    }
}
