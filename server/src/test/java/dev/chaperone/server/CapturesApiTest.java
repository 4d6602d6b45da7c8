// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Captured content by API, from the gateway to the erasure: the whole product, no part replaced.
@Timeout(600)
final class CapturesApiTest {
    private static final String OPENINGS = "/api/v1/capture-openings";
    private static final String HOLDS = "/api/v1/capture-holds";
    private static final String ERASURES = "/api/v1/capture-erasures";
    private static final String REASON = "\"reason\":\"Incident 4711: a key may have leaked.\"";

    private static final String LEAD = "compliance-lead@northwind.example";

    private static RunningDemo demo;
    private static String administrator;
    private static String lead;
    private static String developer;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        demo = RunningDemo.start(data);
        capture(demo, data);
        administrator = demo.apiToken(Role.ADMINISTRATOR);
        lead = demo.apiToken(Role.COMPLIANCE_LEAD);
        developer = demo.apiToken(Role.DEVELOPER);
    }

    /// Publishes a policy that keeps everything.
    static void capture(RunningDemo demo, Path data) throws Exception {
        String policy = Files.readString(data.resolve("policy.yaml"));
        HttpResponse<String> published =
                demo.send(
                        "POST",
                        "/api/v1/policies",
                        demo.adminToken(),
                        "application/yaml",
                        policy.replaceFirst("(?m)^capture:(?s:.*?)(?=^\\S|\\z)", "")
                                + "\ncapture: {prompts: full, answers: full}\n");
        assertThat(published.statusCode()).as(published.body()).isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        demo.close();
    }

    @Test
    void opensAPromptAfterAnotherPersonApproved() throws Exception {
        String interaction = asked("Why does the arm build fail?", "northwind/open");
        String id = ask(lead, interaction);

        HttpResponse<String> early = demo.get(OPENINGS + "/" + id + "/content", lead);
        assertThat(early.statusCode()).isEqualTo(409);
        assertThat(early.headers().firstValue("content-type")).hasValue("application/problem+json");

        JsonNode approved = ok(demo.post(OPENINGS + "/" + id + "/approve", administrator, ""));
        assertThat(approved.path("state").asString()).isEqualTo("approved");
        assertThat(approved.path("readable").asBoolean()).isTrue();

        HttpResponse<String> content = demo.get(OPENINGS + "/" + id + "/content", lead);
        assertThat(content.headers().firstValue("cache-control")).hasValue("no-store");
        JsonNode bodies = ok(content).path("bodies");
        assertThat(bodies.get(0).path("side").asString()).isEqualTo("prompt");
        assertThat(bodies.get(0).path("text").asString()).contains("Why does the arm build fail?");
        for (JsonNode body : bodies) {
            assertThat(body.path("record").asString()).as(body.toString()).isEqualTo("matches");
            assertThat(body.path("exact").asBoolean()).isTrue();
        }

        HttpResponse<String> file = demo.get(OPENINGS + "/" + id + "/content/prompt", lead);
        assertThat(file.body()).isEqualTo(bodies.get(0).path("text").asString());
        assertThat(file.headers().firstValue("content-disposition").orElse(""))
                .isEqualTo("attachment; filename=\"" + interaction + "-prompt.bin\"");
        assertThat(file.headers().firstValue("cache-control")).hasValue("no-store");

        JsonNode readings = demo.json(OPENINGS + "/" + id).path("readings");
        assertThat(readings.size()).isEqualTo(2);
        JsonNode leaf =
                demo.json("/api/v1/ledger/entries/" + readings.get(1).path("entry").asLong())
                        .path("leaf");
        assertThat(leaf.path("action").asString()).isEqualTo("capture.opened");
        assertThat(leaf.path("details").path("sides").asString()).isEqualTo("prompt");
    }

    @Test
    void letsNobodyDecideWithATokenThatTheAskerMade() throws Exception {
        String id = ask(administrator, asked("Two hats.", "northwind/hats"));
        JsonNode made =
                RunningDemo.JSON.readTree(
                        demo.post(
                                        "/api/v1/tokens",
                                        administrator,
                                        """
                                        {"person":"%s","name":"hat","kind":"api"}\
                                        """
                                                .formatted(LEAD))
                                .body());
        assertThat(made.path("madeBy").asString()).isEqualTo(id(Role.ADMINISTRATOR));

        assertThat(conflict(OPENINGS + "/" + id + "/approve", made.path("token").asString()))
                .contains("made your token");

        ok(demo.post(OPENINGS + "/" + id + "/approve", lead, ""));
    }

    private static String email(Role role) {
        return DemoCompany.doors().stream()
                .filter(door -> door.role() == role)
                .findFirst()
                .orElseThrow()
                .email();
    }

    private static String id(Role role) throws Exception {
        return demo.json("/api/v1/people/" + email(role)).path("id").asString();
    }

    @Test
    void letsNobodyBeTwoPeople() throws Exception {
        String id = ask(lead, asked("Secret plans.", "northwind/cheat"));
        String otherTokenOfTheSamePerson = demo.apiToken(Role.COMPLIANCE_LEAD);
        assertThat(conflict(OPENINGS + "/" + id + "/approve", otherTokenOfTheSamePerson))
                .contains("another person");
        assertThat(conflict(OPENINGS + "/" + id + "/approve", demo.adminToken()))
                .contains("nobody's name");
        assertThat(demo.post(OPENINGS + "/" + id + "/approve", developer, "").statusCode())
                .isEqualTo(403);
        ok(demo.post(OPENINGS + "/" + id + "/approve", administrator, ""));
        assertThat(conflict(OPENINGS + "/" + id + "/approve", administrator))
                .contains("already approved");
        assertThat(demo.get(OPENINGS + "/" + id + "/content", administrator).statusCode())
                .isEqualTo(409);
        assertThat(demo.get(OPENINGS + "/" + id + "/content", demo.adminToken()).statusCode())
                .isEqualTo(409);
    }

    @Test
    void refusesWhatItDoesNotKnow() throws Exception {
        for (String path : List.of(OPENINGS, HOLDS, ERASURES)) {
            HttpResponse<String> answer =
                    demo.post(path, administrator, "{\"reasn\":\"x\"," + REASON + "}");
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
            assertThat(detail(answer)).contains("Unknown field 'reasn'");
            assertThat(demo.get(path + "/opening_x", administrator).statusCode()).isEqualTo(404);
            assertThat(demo.get(path + "?wat=1", administrator).statusCode()).isEqualTo(400);
        }
        String body = "{\"interaction\":\"interaction_x\"," + REASON + "}";
        assertThat(demo.post(OPENINGS, lead, body).statusCode()).isEqualTo(404);
        assertThat(detail(demo.post(OPENINGS, lead, "{\"interaction\":\"x\"}")))
                .contains("'reason' is missing");
        assertThat(
                        detail(
                                demo.post(
                                        HOLDS,
                                        administrator,
                                        "{\"person\":\"everybody\",\"review\":\"soon\","
                                                + REASON
                                                + "}")))
                .contains("review is 'soon'");
    }

    @Test
    void holdsAgainstErasureThenErasesAndCertifiesIt() throws Exception {
        DemoCompany.Member tomasz = DemoCompany.MEMBERS.get(1);
        String token =
                Objects.requireNonNull(demo.instance().company()).token(tomasz).orElseThrow();
        String interaction = asked(token, "What Tomasz wrote.", "northwind/erase");
        String person = "\"person\":\"" + tomasz.email() + "\",";
        String opening = OPENINGS + "/" + ask(lead, interaction);
        assertThat(
                        ok(demo.post(opening + "/approve", administrator, ""))
                                .path("readable")
                                .asBoolean())
                .isTrue();
        assertThat(captured("/api/v1/interactions/" + interaction, "state"))
                .containsExactly("kept", "kept");

        JsonNode hold =
                created(
                        HOLDS,
                        administrator,
                        "{" + person + "\"review\":\"2030-01-01\"," + REASON + "}");
        assertThat(hold.path("binds").asBoolean()).isTrue();
        String held = HOLDS + "/" + hold.path("id").asString();
        ok(demo.post(held + "/approve", lead, ""));
        HttpResponse<String> refused =
                demo.post(ERASURES, administrator, "{" + person + REASON + "}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(detail(refused)).contains(hold.path("id").asString());

        ok(demo.post(held + "/release", administrator, "{" + REASON + "}"));
        assertThat(conflict(held + "/release/approve", administrator)).contains("another person");
        assertThat(ok(demo.post(held + "/release/approve", lead, "")).path("state").asString())
                .isEqualTo("released");

        JsonNode erasure = created(ERASURES, administrator, "{" + person + REASON + "}");
        JsonNode done =
                ok(
                        demo.post(
                                ERASURES + "/" + erasure.path("id").asString() + "/approve",
                                lead,
                                ""));
        assertThat(done.path("state").asString()).isEqualTo("done");
        JsonNode certificate = done.path("certificate");
        assertThat(certificate.path("bodies").asInt()).isEqualTo(2);
        assertThat(certificate.path("bytes").asLong()).isPositive();
        assertThat(Digest.of(certificate.path("lines").asString()).toString())
                .isEqualTo(certificate.path("digest").asString());
        JsonNode leaf =
                demo.json("/api/v1/ledger/entries/" + certificate.path("entry").asLong())
                        .path("leaf");
        assertThat(leaf.path("action").asString()).isEqualTo("capture.erased");
        assertThat(leaf.path("details").path("digest")).isEqualTo(certificate.path("digest"));
        assertThat(demo.json("/api/v1/capture-certificates").path("items").size()).isPositive();

        for (String path : List.of("/api/v1/interactions/" + interaction, opening)) {
            assertThat(captured(path, "state")).as(path).containsExactly("erased", "erased");
            assertThat(captured(path, "level")).containsExactly("full", "full");
            assertThat(captured(path, "ended")).allMatch(at -> at.startsWith("20"));
            assertThat(captured(path, "reason"))
                    .containsOnly(erasure.path("wish").path("reason").asString());
        }
        assertThat(demo.json(opening).path("readable").asBoolean()).isFalse();

        HttpResponse<String> gone =
                demo.post(
                        OPENINGS, lead, "{\"interaction\":\"" + interaction + "\"," + REASON + "}");
        assertThat(gone.statusCode()).isEqualTo(409);
        assertThat(detail(gone)).contains("gone");
    }

    @Test
    void leavesNoCapturedTextInTheLedgerOrTheLog() throws Exception {
        String secretText = "The merger with Southwind is on Friday.";
        String id = ask(lead, asked(secretText, "northwind/quiet"));
        ok(demo.post(OPENINGS + "/" + id + "/approve", administrator, ""));
        assertThat(demo.get(OPENINGS + "/" + id + "/content", lead).body()).contains("Southwind");
        for (byte[] entry : demo.instance().workspace().ledger().read(0, 10_000)) {
            assertThat(new String(entry, StandardCharsets.UTF_8)).doesNotContain("Southwind");
        }
    }

    private static List<String> captured(String path, String member) throws Exception {
        List<String> found = new ArrayList<>();
        for (JsonNode body : demo.json(path).path("captured")) {
            found.add(body.path(member).asString());
        }
        return found;
    }

    private static String asked(String question, String repository) throws Exception {
        return asked(demo.token(), question, repository);
    }

    /// A request through the gateway; its id.
    private static String asked(String token, String question, String repository) throws Exception {
        HttpResponse<String> answer = demo.ask(token, question, repository);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        demo.searchable();
        return demo.json("/api/v1/interactions?repository=" + repository)
                .path("items")
                .get(0)
                .path("id")
                .asString();
    }

    private static String ask(String token, String interaction) throws Exception {
        return created(OPENINGS, token, "{\"interaction\":\"" + interaction + "\"," + REASON + "}")
                .path("id")
                .asString();
    }

    private static JsonNode created(String path, String token, String json) throws Exception {
        HttpResponse<String> answer = demo.post(path, token, json);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return RunningDemo.JSON.readTree(answer.body());
    }

    private static String conflict(String path, String token) throws Exception {
        HttpResponse<String> answer = demo.post(path, token, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        return detail(answer);
    }

    private static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return RunningDemo.JSON.readTree(answer.body());
    }

    private static String detail(HttpResponse<String> problem) {
        return RunningDemo.JSON.readTree(problem.body()).path("detail").asString();
    }
}
