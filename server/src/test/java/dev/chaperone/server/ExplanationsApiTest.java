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
import tools.jackson.databind.json.JsonMapper;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/// What a policy would decide for somebody as they stand, by the API.
@Timeout(600)
final class ExplanationsApiTest {
    private static final String PATH = "/api/v1/policy-explanations";
    private static final String ADA = "ada@northwind.example";
    private static final String KEY =
            "\"found\":[{\"detector\":\"aws-access-key-id\",\"count\":2}]";
    private static final JsonMapper JSON = new JsonMapper();

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
    void decidesAsTheGatewayWouldNow() throws Exception {
        JsonNode allowed = explain(demo.adminToken(), ADA, "");
        assertThat(allowed.path("decision").asString()).isEqualTo("allowed");
        assertThat(allowed.path("person").path("email").asString()).isEqualTo(ADA);
        assertThat(allowed.path("policy").asString())
                .isEqualTo(
                        demo.json("/api/v1/policies").path("items").get(0).path("hash").asString());
        JsonNode blocked = explain(demo.adminToken(), ADA, "," + KEY);
        assertThat(blocked.path("rule").asString()).isEqualTo("no-secrets");
        assertThat(blocked.path("found").asString()).contains("2 × aws-access-key-id");
        assertThat(blocked.path("proceed").asString()).isNotEmpty();
    }

    @Test
    void goesByTheExceptionThatTheyHave() throws Exception {
        String id =
                JSON.readTree(
                                demo.post(
                                                "/api/v1/exceptions",
                                                demo.adminToken(),
                                                """
                                                {"rule":"no-secrets","person":"%s","reason":"The token of a demo is public.",
                                                 "risk":"A real one could be sent.","controls":["checked by hand"],"until":"%s"}
                                                """
                                                        .formatted(
                                                                ADA,
                                                                Instant.now().plusSeconds(3_600)))
                                        .body())
                        .path("id")
                        .asString();
        demo.post("/api/v1/exceptions/" + id + "/approve", demo.apiToken(Role.ADMINISTRATOR), "");

        JsonNode lifted = explain(demo.adminToken(), ADA, "," + KEY);
        assertThat(lifted.path("decision").asString()).isEqualTo("allowed");
        assertThat(lifted.path("exception").asString()).isEqualTo(id);
        demo.post("/api/v1/exceptions/" + id + "/revoke", demo.apiToken(Role.ADMINISTRATOR), "");
    }

    @Test
    void goesByTheSignatureThatIsMissing() throws Exception {
        String noor = "noor@northwind.example";
        demo.post(
                "/api/v1/people",
                demo.adminToken(),
                "{\"email\":\"" + noor + "\",\"name\":\"Noor\"}");
        String later = ",\"at\":\"" + Instant.now().plus(Duration.ofDays(20)) + "\"";

        assertThat(explain(demo.adminToken(), noor, "").path("rule").isNull()).isTrue();
        assertThat(explain(demo.adminToken(), noor, later).path("rule").asString())
                .isEqualTo("acknowledgment");
        assertThat(explain(demo.adminToken(), ADA, later).path("rule").isNull()).isTrue();
    }

    @Test
    void answersAboutOthersOnlyToThoseWhoSeeEverybody() throws Exception {
        String developer = demo.apiToken(Role.DEVELOPER);
        HttpResponse<String> self =
                demo.post(PATH, developer, "{\"tool\":\"claude-code\",\"plan\":\"api\"}");
        assertThat(self.statusCode()).isEqualTo(200);
        String me = JSON.readTree(self.body()).path("person").path("email").asString();
        assertThat(ask(developer, me, "").statusCode()).isEqualTo(200);
        String grace = "grace@northwind.example";
        assertThat(ask(developer, grace, "").statusCode()).isEqualTo(403);
        assertThat(ask(developer, "nobody@northwind.example", "").statusCode()).isEqualTo(403);
        assertThat(ask(demo.apiToken(Role.AUDITOR), ADA, "").statusCode()).isEqualTo(200);
        assertThat(ask(demo.adminToken(), "nobody@northwind.example", "").statusCode())
                .isEqualTo(404);
    }

    @Test
    void saysWhatIsWrongWithTheQuestion() throws Exception {
        assertThat(
                        demo.post(
                                        PATH,
                                        demo.adminToken(),
                                        "{\"tool\":\"claude-code\",\"plan\":\"api\"}")
                                .body())
                .contains("The field 'person' is missing.");
        assertThat(ask(demo.adminToken(), ADA, ",\"found\":[{\"detector\":\"x\"}]").body())
                .contains("There is no detector 'x'");
        assertThat(ask(demo.adminToken(), ADA, ",\"at\":\"noon\"").statusCode()).isEqualTo(400);
        assertThat(ask(demo.adminToken(), ADA, ",\"text\":\"tools: [\"").body()).contains("line 1");
        assertThat(
                        demo.post(
                                        PATH,
                                        demo.adminToken(),
                                        "{\"person\":\""
                                                + ADA
                                                + "\",\"tool\":\"A B\",\"plan\":\"p\"}")
                                .body())
                .contains("The field 'tool' is no id.");
    }

    private static JsonNode explain(String token, String person, String more) throws Exception {
        HttpResponse<String> answer = ask(token, person, more);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> ask(String token, String person, String more)
            throws Exception {
        return demo.post(
                PATH,
                token,
                "{\"person\":\"%s\",\"tool\":\"claude-code\",\"plan\":\"api\"%s}"
                        .formatted(person, more));
    }
}
