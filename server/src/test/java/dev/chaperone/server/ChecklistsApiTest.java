// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyDocument;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A change of one plan and one setting, seen at the document, the checklist, the gateway and the
/// hooks: everywhere with the hash of the same policy.
@Timeout(600)
final class ChecklistsApiTest {
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
    void followsThePolicyWithTheSameHashFromTheDocumentToTheGatewayAndTheHooks() throws Exception {
        String ada = own("ada");
        assertThat(list(ada, "claude-code").path("ready").asBoolean()).isTrue();
        assertThat(demo.ask("Before the gate?").statusCode()).isEqualTo(200);

        String hash = publish(text().replace("require:", "require:\n  checklist: block"));
        assertThat(list(ada, "claude-code").path("policy").asString()).isEqualTo(hash);
        assertThat(list(ada, "claude-code").path("gate").asString()).isEqualTo("block");
        // What was attested before holds: nothing of it has changed.
        assertThat(claudeCode(demo.token()).statusCode()).isEqualTo(200);
        assertThat(prompt("claude-code").body()).doesNotContain("Chaperone");
        assertThat(prompt("codex").body()).contains("checklist", "1 of 1 items missing (account)");

        hash =
                publish(
                        text().replace(
                                        "{tool: claude-code, plans: [api]}",
                                        "{tool: claude-code, plans: [api], settings: [{key:"
                                                + " privacy-mode, expected: \"on\"}]}")
                                .replace(
                                        "{tool: codex, plans: [api]}",
                                        "{tool: codex, plans: [business]}"));
        demo.searchable();
        JsonNode claude = list(ada, "claude-code");
        assertThat(claude.path("policy").asString()).isEqualTo(hash);
        assertThat(claude.path("ready").asBoolean()).isFalse();
        assertThat(claude.path("attested").asInt()).isEqualTo(1);
        assertThat(claude.path("verified").asInt()).isEqualTo(1);
        assertThat(claude.path("total").asInt()).isEqualTo(3);
        assertThat(list(ada, "codex").path("plan").asString()).isEqualTo("business");

        HttpResponse<String> refused = claudeCode(demo.token());
        assertThat(refused.statusCode()).isEqualTo(451);
        assertThat(refused.body())
                .contains("Rule checklist", "1 of 2 items missing (setting-privacy-mode)")
                .contains(demo.url() + "/checklists");
        assertThat(prompt("claude-code").body())
                .contains("\"decision\":\"block\"", "setting-privacy-mode");
        assertThat(document()).contains("Its setting privacy-mode is on").contains(hash);

        HttpResponse<String> attested =
                demo.post(
                        "/api/v1/checklists/claude-code/api/setting-privacy-mode",
                        ada,
                        "{\"evidence\":\"settings page\"}");
        assertThat(attested.statusCode()).isEqualTo(201);
        assertThat(json(attested).path("policy").asString()).isEqualTo(hash);
        assertThat(claudeCode(demo.token()).statusCode()).isEqualTo(200);
        assertThat(prompt("claude-code").body()).doesNotContain("Chaperone");
        demo.searchable();
        assertThat(demo.json("/api/v1/interactions").path("items").get(0).path("policy").asString())
                .isEqualTo(hash);
        assertThat(demo.get("/api/v1/ledger/entries/" + json(attested).path("entry"), admin()))
                .satisfies(entry ->
                        assertThat(entry.body())
                                .contains("checklist.attested")
                                .doesNotContain("settings page"));
    }

    @Test
    void showsPeopleTheirOwnAndWhoeverAnswersForAllEverybodys() throws Exception {
        String tomasz = own("tomasz");
        assertThat(demo.get("/api/v1/checklists?person=priya@northwind.example", tomasz))
                .returns(403, HttpResponse::statusCode);
        assertThat(demo.get("/api/v1/checklists/progress", tomasz))
                .returns(403, HttpResponse::statusCode);
        assertThat(demo.get("/api/v1/checklists", demo.adminToken()))
                .returns(409, HttpResponse::statusCode);

        String auditor = demo.apiToken(Role.AUDITOR);
        JsonNode others =
                json(demo.get("/api/v1/checklists?person=ada@northwind.example", auditor))
                        .path("items")
                        .get(0);
        assertThat(others.path("person").asString()).isEqualTo(person("ada").id().value());
        assertThat(others.path("items").get(0).path("state").asString()).isEqualTo("not-told");
        JsonNode progress =
                json(demo.get("/api/v1/checklists/progress", auditor)).path("items").get(0);
        assertThat(progress.path("tool").asString()).isEqualTo("claude-code");
        assertThat(progress.path("people").asInt()).isEqualTo(6);
        assertThat(progress.path("policy").asString()).startsWith("sha256:");
    }

    @Test
    void takesNoAttestationForSomebodyElse() throws Exception {
        String path = "/api/v1/checklists/opencode/api/account";
        assertThat(demo.post(path, demo.adminToken(), "{}").statusCode()).isEqualTo(409);
        // The token of the demo's developer was made by the administrator.
        assertThat(demo.post(path, demo.apiToken(Role.DEVELOPER), "{}").statusCode())
                .isEqualTo(409);
        assertThat(demo.post(path, own("priya"), "{\"digest\":\"sha256:00\"}").statusCode())
                .isEqualTo(400);
        assertThat(
                        demo.post("/api/v1/checklists/opencode/api/connected", own("priya"), "{}")
                                .statusCode())
                .isEqualTo(409);
        assertThat(demo.post("/api/v1/checklists/0/0/0", own("priya"), "{}").statusCode())
                .isEqualTo(404);
        assertThat(demo.post(path, own("priya"), "{}").statusCode()).isEqualTo(201);
    }

    private static JsonNode list(String token, String tool) throws Exception {
        for (JsonNode each : json(demo.get("/api/v1/checklists", token)).path("items")) {
            if (each.path("tool").asString().equals(tool)) {
                return each;
            }
        }
        throw new AssertionError("No checklist of " + tool);
    }

    private static String admin() throws Exception {
        return demo.apiToken(Role.ADMINISTRATOR);
    }

    private static String text() {
        return demo.instance().workspace().policies().current().text();
    }

    /// What people sign.
    private static String document() {
        Policies policies = demo.instance().workspace().policies();
        return new String(
                policies.document(policies.current(), PolicyDocument.Format.MARKDOWN).bytes(),
                StandardCharsets.UTF_8);
    }

    private static String publish(String text) throws Exception {
        HttpResponse<String> published =
                demo.send("POST", "/api/v1/policies", demo.adminToken(), "application/yaml", text);
        assertThat(published.statusCode()).as(published.body()).isIn(200, 201);
        return demo.instance().workspace().inForce().policy().hash().toString();
    }

    /// A prompt of Claude Code through the gateway.
    private static HttpResponse<String> claudeCode(String token) throws Exception {
        String body =
                RunningDemo.JSON.writeValueAsString(
                        Map.of(
                                "model",
                                "claude-demo",
                                "max_tokens",
                                9,
                                "messages",
                                List.of(Map.of("role", "user", "content", "hello"))));
        return send(
                HttpRequest.newBuilder(URI.create(demo.instance().gatewayUrl() + "/v1/messages"))
                        .header("authorization", "Bearer " + token)
                        .header("content-type", "application/json")
                        .header("user-agent", "claude-cli/2.1.203 (external, cli)")
                        .header("x-app", "cli")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    /// What the hook of a tool hears when Ada sends a prompt.
    private static HttpResponse<String> prompt(String tool) throws Exception {
        return send(
                HttpRequest.newBuilder(
                                URI.create(
                                        demo.instance().gatewayUrl()
                                                + "/hooks/"
                                                + tool
                                                + "/UserPromptSubmit"))
                        .header("authorization", "Bearer " + demo.token())
                        .header("content-type", "application/json")
                        .POST(BodyPublishers.ofString("{\"prompt\":\"hello\"}"))
                        .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString());
        }
    }

    private static Person person(String account) {
        return demo.instance()
                .workspace()
                .people()
                .find(account + "@northwind.example")
                .orElseThrow();
    }

    /// A token that its owner made.
    private static String own(String account) {
        Person person = person(account);
        return demo.instance()
                .workspace()
                .tokens()
                .create(
                        new NewToken(person.id(), "own", Token.Kind.API, null),
                        Actor.of(person.id()))
                .secret();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return RunningDemo.JSON.readTree(answer.body());
    }
}
