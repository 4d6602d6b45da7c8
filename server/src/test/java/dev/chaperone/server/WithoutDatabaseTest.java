// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The database is a working copy: prompts are decided and recorded without it.
@Timeout(600)
final class WithoutDatabaseTest {
    @Test
    void goesOnDecidingAndRecordingPromptsWhenTheDatabaseDies(@TempDir Path data) throws Exception {
        try (RunningDemo demo = RunningDemo.start(data)) {
            String apiToken = demo.apiToken(Role.AUDITOR);
            String pid =
                    Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).getFirst();
            ProcessHandle database = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            assertThat(new ProcessBuilder("kill", "-QUIT", pid.strip()).start().waitFor()).isZero();
            database.onExit().get();
            long before = demo.instance().workspace().ledger().size();

            assertThat(demo.ask("Hello?").statusCode()).isEqualTo(200);
            assertThat(demo.ask("Is AKIAIOSFODNN7EXAMPLE good?").statusCode()).isEqualTo(451);
            assertThat(demo.instance().workspace().ledger().size()).isGreaterThan(before + 1);

            HttpResponse<String> health = demo.get("/health", "");
            assertThat(health.statusCode()).isEqualTo(200);
            assertThat(health.body())
                    .contains("\"status\":\"degraded\"", "\"database\":\"problem\"");
            HttpResponse<String> list = demo.get("/api/v1/interactions", demo.adminToken());
            assertThat(list.statusCode()).isEqualTo(503);
            assertThat(list.body()).contains("database-unavailable");
            for (String token : List.of(apiToken, "chp_wrong")) {
                HttpResponse<String> refused = demo.get("/api/v1/interactions", token);
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.body()).contains("database-unavailable");
                assertThat(demo.get("/health", token).statusCode()).isEqualTo(200);
            }
            assertThat(demo.get("/sign-in", "").statusCode()).isEqualTo(200);
        }
    }
}
