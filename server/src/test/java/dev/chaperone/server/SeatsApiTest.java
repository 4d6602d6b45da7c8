// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Vendors' lists are handed in, looked at and taken away by programs.
@Timeout(600)
final class SeatsApiTest {
    private static final String COPILOT = "source=copilot-seats&tool=github-copilot&asOf=";

    private static RunningDemo demo;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void takesAListInAndTellsWhatIsNotAsItShouldBe() throws Exception {
        String list =
                "Login,Email,Plan Type\r\nada-gh,ada@northwind.example,business\r\n=1+1,,\r\n";
        JsonNode tried = json(hand(COPILOT + Instant.now() + "&dryRun=true", list), 200);
        assertThat(tried.path("appeared").asLong()).isEqualTo(2);
        assertThat(tried.path("reading").isNull()).isTrue();

        JsonNode taken = json(hand(COPILOT + Instant.now(), list), 201);
        assertThat(taken.path("digest").asString()).startsWith("sha256:");
        assertThat(taken.path("reading").path("rows").asLong()).isEqualTo(2);

        assertThat(get("/api/v1/seats?source=copilot-seats").path("items").size()).isEqualTo(2);
        assertThat(get("/api/v1/seats?person=ada@northwind.example").path("items").size())
                .isEqualTo(1);
        assertThat(get("/api/v1/seat-sources").toString()).contains("copilot-seats", "\"read\"");
        assertThat(get("/api/v1/seat-readings?source=copilot-seats").path("items").size())
                .isEqualTo(1);
        JsonNode found = get("/api/v1/seat-findings?kind=unresolved&source=copilot-seats");
        assertThat(found.path("items").get(0).path("seat").path("account").asString())
                .isEqualTo("=1+1");
        assertThat(
                        demo.get("/api/v1/seat-findings/export?kind=unresolved", demo.adminToken())
                                .body())
                .contains("\"'=1+1\"");
        assertThat(demo.get("/api/v1/seats/export", demo.adminToken()).body())
                .startsWith("source,tool,account")
                .contains("\"'=1+1\"", "ada-gh");
        assertThat(
                        demo.post(
                                        "/api/v1/seat-links",
                                        demo.adminToken(),
                                        """
                                        {"source":"copilot-seats","account":"=1+1",
                                         "person":"ada@northwind.example","reason":"asked her"}
                                        """)
                                .body())
                .contains("by-hand");
        assertThat(
                        demo.send(
                                        "DELETE",
                                        "/api/v1/seat-links?source=copilot-seats&account=%3D1%2B1",
                                        demo.adminToken(),
                                        "application/json",
                                        "")
                                .body())
                .contains("no-address");
    }

    @Test
    void takesMoreThanOtherBodiesMayHave() throws Exception {
        String rows =
                IntStream.range(0, 60_000)
                        .mapToObj(i -> "user-" + i + ",user-" + i + "@elsewhere.example")
                        .collect(Collectors.joining("\n"));
        JsonNode taken =
                json(
                        hand(
                                "source=many&tool=cursor&dryRun=true&asOf=" + Instant.now(),
                                "login,email\n" + rows),
                        200);
        assertThat(taken.path("rows").asLong()).isEqualTo(60_000);
    }

    @Test
    void refusesWhatIsNoListWithTheReason() throws Exception {
        String when = Instant.now().toString();
        assertThat(hand("source=x&tool=cursor&asOf=" + when, "colour\nred\n").body())
                .contains("No column tells the account");
        assertThat(hand("source=x&tool=cursor&asOf=2999-01-01", "login\na\n").body())
                .contains("in the future");
        assertThat(hand("source=x&tool=nothing&asOf=" + when, "login\na\n").statusCode())
                .isEqualTo(400);
        assertThat(hand("source=X&tool=cursor&asOf=" + when, "login\na\n").body())
                .contains("begins with a letter");
        assertThat(hand("source=x&tool=cursor&asOf=" + when, "login\n").body())
                .contains("empty=true");
        assertThat(
                        demo.send(
                                        "POST",
                                        SeatsApi.READINGS + "?source=x&tool=cursor&asOf=" + when,
                                        demo.apiToken(Role.AUDITOR),
                                        "text/csv",
                                        "login\na\n")
                                .statusCode())
                .isEqualTo(403);
    }

    private static HttpResponse<String> hand(String query, String list) throws Exception {
        return demo.send(
                "POST", SeatsApi.READINGS + "?" + query, demo.adminToken(), "text/csv", list);
    }

    private static JsonNode json(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return RunningDemo.JSON.readTree(answer.body());
    }

    private static JsonNode get(String path) throws Exception {
        return json(demo.get(path, demo.adminToken()), 200);
    }
}
