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

import java.nio.file.Path;

/// Everybody sees what is recorded about them and who looked at it, and nobody sees that of others.
@Timeout(600)
final class MyRecordTest {
    private static RunningDemo demo;
    private static String developer;
    private static String auditor;
    private static String request;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
        developer = demo.apiToken(Role.DEVELOPER);
        auditor = demo.apiToken(Role.AUDITOR);
        demo.ask("Hello.");
        demo.ask(demo.token(), "AKIA" + "Z7QWERTYUIOP3SDF", "northwind/shop");
        demo.searchable();
        request =
                json("/api/v1/interactions", developer).path("items").get(0).path("id").asString();
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    private static JsonNode json(String path, String token) throws Exception {
        return RunningDemo.JSON.readTree(demo.get(path, token).body());
    }

    @Test
    void tellsADeveloperWhatIsRecordedAndWhatIsNot() throws Exception {
        JsonNode record = json("/api/v1/me/record", developer);
        assertThat(record.path("person").path("email").asString())
                .isEqualTo("ada@northwind.example");
        assertThat(record.path("requests").asInt()).isPositive();
        assertThat(record.path("tools").get(0).path("requests").asInt()).isPositive();
        assertThat(record.path("signatures").get(0).path("version").asInt()).isPositive();
        assertThat(record.path("tokens").toString()).contains("laptop").doesNotContain("chp_");
        String notice = record.path("notice").toString();
        assertThat(notice).contains("The text of prompts", "level metadata", "Northwind Robotics");
        assertThat(demo.get("/api/v1/interactions/" + request, developer).statusCode())
                .isEqualTo(200);
    }

    @Test
    void tellsWhoLookedAndNotThoseWhoDidNot() throws Exception {
        int before = json("/api/v1/me/looks", developer).path("items").size();
        demo.get("/api/v1/interactions/" + request, auditor);
        demo.get("/api/v1/interactions/" + request, developer);
        demo.searchable();
        JsonNode looks = json("/api/v1/me/looks", developer).path("items");
        assertThat(looks.size()).isGreaterThan(before);
        assertThat(looks.get(0).path("what").asString()).isEqualTo("opened one of your requests");
        assertThat(looks.get(0).path("who").asString()).isEqualTo("Ines Baptista");
        assertThat(looks.get(0).path("request").asString()).isEqualTo(request);
        assertThat(looks.toString()).doesNotContain("Ada Moreau");
        assertThat(json("/api/v1/me/looks", auditor).path("items").size()).isZero();
        assertThat(json("/api/v1/me/looks?at=everybody", developer).path("items").isArray())
                .isTrue();
    }

    @Test
    void hasNoWayToAskForSomebodyElse() throws Exception {
        String admin = demo.adminToken();
        String ada = json("/api/v1/me", developer).path("id").asString();
        assertThat(demo.get("/api/v1/me/record?person=" + ada, auditor).statusCode())
                .isEqualTo(400);
        assertThat(demo.get("/api/v1/me/looks?person=" + ada, auditor).statusCode()).isEqualTo(400);
        assertThat(json("/api/v1/me/record", auditor).path("person").path("email").asString())
                .isEqualTo("ines@northwind.example");
        assertThat(demo.get("/api/v1/me/record", admin).statusCode()).isEqualTo(409);
        assertThat(demo.get("/api/v1/me/record/download", admin).statusCode()).isEqualTo(409);
        assertThat(demo.get("/api/v1/me/looks?at=all", developer).body())
                .contains("me or everybody");
    }

    @Test
    void isOpenToEveryRole() throws Exception {
        for (Role role : Role.values()) {
            String token = demo.apiToken(role);
            assertThat(demo.get("/api/v1/me/record", token).statusCode())
                    .as(role.name())
                    .isEqualTo(200);
            assertThat(demo.get("/api/v1/interactions", token).statusCode())
                    .as(role.name())
                    .isEqualTo(200);
        }
    }

    @Test
    void isDownloadedWhole() throws Exception {
        JsonNode file = json("/api/v1/me/record/download?format=json", developer);
        assertThat(file.path("requests").size())
                .isEqualTo(file.path("record").path("requests").asInt());
        assertThat(file.path("requests").toString()).contains(request);
        assertThat(file.path("looks").isArray()).isTrue();
        String csv = demo.get("/api/v1/me/record/download?format=csv", developer).body();
        assertThat(csv).startsWith("kind,at,what,by,ledger entry\r\n").contains("\r\nsignature,");
        assertThat(demo.get("/api/v1/me/record/download?format=xml", developer).body())
                .contains("not json or csv");
    }
}
