// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The sign-in of Claude Code as the client and a person's browser live through it, over HTTP.
@Timeout(600)
final class ClaudeCodeSignInTest {
    private static final String ADA = "ada@northwind.example";
    private static final String SETTINGS = "/managed/settings";

    private static RunningDemo demo;
    private static SigningInTool tool;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        Path cloud =
                Files.writeString(
                        data.resolve("cloud.json"), "{\"b\": 1, \"a\": {\"d\":[], \"c\":\"é\"}}");
        Path nothing = Files.writeString(data.resolve("nothing.json"), "{}");
        Files.writeString(
                data.resolve("config.yaml"),
                """
                claude-code:
                  managed-settings:
                    - {teams: [Platform], file: %s}
                    - {teams: [compliance], file: %s}
                """
                        .formatted(cloud, nothing));
        demo = RunningDemo.start(data);
        tool = new SigningInTool(demo.instance().gatewayUrl());
    }

    @AfterAll
    static void stop() {
        tool.close();
        demo.close();
    }

    @Test
    void goesFromDiscoveryToAPromptAndEndsWithAStolenRefreshToken() throws Exception {
        String base = demo.instance().gatewayUrl();
        JsonNode found =
                SigningInTool.json(tool.get("/.well-known/oauth-authorization-server?new=1"));
        assertThat(found.path("issuer").asString()).isEqualTo(base);
        assertThat(found.path("device_authorization_endpoint").asString())
                .isEqualTo(base + "/oauth/device_authorization");
        assertThat(found.path("token_endpoint").asString()).isEqualTo(base + "/oauth/token");
        assertThat(found.path("revocation_endpoint").asString()).isEqualTo(base + "/oauth/revoke");
        assertThat(found.path("grant_types_supported").toString())
                .isEqualTo("[\"" + SigningInTool.DEVICE_GRANT + "\",\"refresh_token\"]");
        assertThat(found.has("authorization_endpoint")).isFalse();

        JsonNode invited = tool.invite();
        assertThat(invited.path("verification_uri").asString()).isEqualTo(demo.url() + "/device");
        assertThat(invited.path("verification_uri_complete").asString())
                .isEqualTo(demo.url() + "/device?code=" + invited.path("user_code").asString());
        assertThat(invited.path("expires_in").asInt()).isEqualTo(600);
        assertThat(invited.path("interval").asInt()).isEqualTo(5);
        assertThat(invited.path("login_notice").asString())
                .contains("Northwind Robotics", "recorded", "checked")
                .hasSizeLessThanOrEqualTo(500);
        refused(tool.redeem(invited), 400, "authorization_pending");
        refused(tool.redeem(invited), 400, "slow_down");

        try (FormBrowser browser = new FormBrowser(demo.url())) {
            HttpResponse<String> sent =
                    browser.open("/device?code=" + invited.path("user_code").asString());
            assertThat(sent.body()).contains("Who would you like to be?");
            HttpResponse<String> page = browser.submit("/sign-in/demo", Map.of("person", ADA));
            assertThat(page.body())
                    .contains("value=\"" + invited.path("user_code").asString() + "\"")
                    .doesNotContain("Asked from");
            page = browser.submit("/device", code(invited));
            assertThat(page.body())
                    .contains("Claude Code 2.1.330", "127.0.0.1", "Asked at", "Ada Moreau");
            page = browser.submit("/device/decision", decision(invited, "approve"));
            assertThat(page.body()).contains("Approved for Ada Moreau");
            page = browser.submit("/device", code(invited));
            assertThat(page.statusCode()).isEqualTo(404);
        }

        HttpResponse<String> answer = tool.redeem(invited);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
        JsonNode first = SigningInTool.json(answer);
        assertThat(first.path("token_type").asString()).isEqualTo("Bearer");
        assertThat(first.path("expires_in").asLong()).isEqualTo(3600);
        assertThat(first.path("email").asString()).isEqualTo(ADA);
        refused(tool.redeem(invited), 400, "invalid_grant");
        assertThat(ask(first).statusCode()).isEqualTo(200);

        JsonNode second = SigningInTool.json(tool.renew(first));
        assertThat(ask(second).statusCode()).isEqualTo(200);
        assertThat(ask(first).statusCode()).isEqualTo(200);
        assertThat(demo.json("/api/v1/people/" + ADA).path("onboarded").asBoolean()).isTrue();

        refused(tool.renew(first), 401, "invalid_grant");
        refused(tool.renew(second), 401, "invalid_grant");
        HttpResponse<String> dead = ask(second);
        assertThat(dead.statusCode()).isEqualTo(401);
        assertThat(dead.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(tool.get(SETTINGS, bearer(second)).statusCode()).isEqualTo(401);
        assertThat(administered())
                .contains("sign-in.approved", "sign-in.began", "sign-in.renewed", "sign-in.ended");

        demo.searchable();
        String id = demo.json("/api/v1/interactions?decision=allowed").at("/items/0/id").asString();
        assertThat(id).startsWith("interaction_");
    }

    @Test
    void tellsTheToolThatItWasDenied() throws Exception {
        JsonNode invited = tool.invite();
        try (FormBrowser browser = signedIn(ADA)) {
            assertThat(browser.submit("/device/decision", decision(invited, "deny")).body())
                    .contains("Denied");
        }
        refused(tool.redeem(invited), 400, "access_denied");
        assertThat(administered()).contains("sign-in.denied");
    }

    @Test
    void letsWhoeverMakesTokensApproveForAnotherAndNobodyElse() throws Exception {
        String priya = demo.json("/api/v1/people/priya@northwind.example").path("id").asString();
        JsonNode invited = tool.invite();
        Map<String, String> forPriya = new HashMap<>(decision(invited, "approve"));
        forPriya.put("person", priya);
        try (FormBrowser browser = signedIn(ADA)) {
            assertThat(browser.submit("/device", code(invited)).body())
                    .doesNotContain("Priya Raman");
            assertThat(browser.submit("/device/decision", forPriya).statusCode()).isEqualTo(403);
        }
        try (FormBrowser browser = signedIn("grace@northwind.example")) {
            assertThat(browser.submit("/device", code(invited)).body()).contains("Priya Raman");
            assertThat(browser.submit("/device/decision", forPriya).body())
                    .contains("Approved for Priya Raman");
        }
        assertThat(SigningInTool.json(tool.redeem(invited)).path("email").asString())
                .isEqualTo("priya@northwind.example");
    }

    @Test
    void stopsWhoeverGuessesCodes() throws Exception {
        JsonNode invited = tool.invite();
        try (FormBrowser browser = signedIn("ines@northwind.example")) {
            for (int i = 0; i < 10; i++) {
                Map<String, String> wrong = Map.of("code", "BBBB-BBB" + "BCDFGHJKLM".charAt(i));
                assertThat(browser.submit("/device", wrong).statusCode()).isEqualTo(404);
            }
            HttpResponse<String> page = browser.submit("/device", code(invited));
            assertThat(page.statusCode()).isEqualTo(429);
            assertThat(page.body()).contains("Too many wrong codes");
            page = browser.submit("/device/decision", decision(invited, "approve"));
            assertThat(page.statusCode()).isEqualTo(429);
        }
        refused(tool.redeem(invited), 400, "authorization_pending");
    }

    @Test
    void approvesNothingByALinkAlone() throws Exception {
        JsonNode invited = tool.invite();
        try (FormBrowser browser = new FormBrowser(demo.url())) {
            browser.open("/sign-in");
            browser.submit("/sign-in/demo", Map.of("person", ADA));
            browser.open("/device?decision=approve&code=" + invited.path("user_code").asString());
        }
        refused(tool.redeem(invited), 400, "authorization_pending");
    }

    @Test
    void endsASignInByTheTokensOfTheTool() throws Exception {
        JsonNode tokens = signIn();
        assertThat(revoke(tokens.path("access_token").asString(), "")).isEqualTo(200);
        assertThat(revoke(tokens.path("refresh_token").asString(), "refresh_token")).isEqualTo(200);

        HttpResponse<String> dead = ask(tokens);
        assertThat(dead.statusCode()).isEqualTo(401);
        assertThat(dead.headers().firstValue("x-should-retry")).hasValue("false");
        refused(tool.renew(tokens), 401, "invalid_grant");
        assertThat(revoke("chp_nothing", "access_token")).isEqualTo(200);
    }

    private static int revoke(String token, String hint) throws Exception {
        return tool.post(
                        "/oauth/revoke",
                        Map.of("token", token, "token_type_hint", hint, "new", "1"))
                .statusCode();
    }

    @Test
    void refusesAPersonWhoseAccessEndedAtTheNextRequestAndTheNextRefresh() throws Exception {
        JsonNode tokens = signIn();
        active(false);
        try {
            assertThat(ask(tokens).statusCode()).isEqualTo(401);
            refused(tool.renew(tokens), 401, "invalid_grant");
        } finally {
            active(true);
        }
        assertThat(ask(tokens).statusCode()).isEqualTo(200);
    }

    private static void active(boolean active) throws IOException, InterruptedException {
        demo.send(
                "PATCH",
                "/api/v1/people/" + ADA,
                demo.adminToken(),
                "application/json",
                "{\"active\":" + active + "}");
    }

    @Test
    void showsSignInsOnThePersonsPageAndEndsThemThere() throws Exception {
        JsonNode tokens = signIn();
        String ada = demo.json("/api/v1/people/" + ADA).path("id").asString();
        try (FormBrowser browser = signedIn("grace@northwind.example")) {
            String page = browser.open("/people/" + ada).body();
            assertThat(page).contains("Sign-ins of tools", "Claude Code 2.1.330");
            Matcher path = Pattern.compile("/people/[^\"/]+/sign-ins/[^\"/]+/end").matcher(page);
            while (path.find()) {
                browser.submit(path.group(), Map.of());
            }
        }
        assertThat(ask(tokens).statusCode()).isEqualTo(401);
        assertThat(demo.get("/api/v1/tokens?person=" + ADA, demo.adminToken()).body())
                .doesNotContain("signin_");
    }

    @Test
    void servesSettingsToATeamWithATagAndNothingNewToWhoeverHasThem() throws Exception {
        String text = "{\"a\":{\"c\":\"é\",\"d\":[]},\"b\":1}";
        // printf '{"a":{"c":"é","d":[]},"b":1}' | sha256sum
        String checksum = "sha256:b0775c96bb684ad65f5ec9219ef2f5af0513134f38c48ce43e04bb2f9a52461d";
        JsonNode tokens = signIn();

        HttpResponse<String> served = tool.get(SETTINGS, bearer(tokens));
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.headers().firstValue("etag")).hasValue('"' + checksum + '"');
        JsonNode body = SigningInTool.json(served);
        assertThat(body.path("checksum").asString()).isEqualTo(checksum);
        assertThat(body.path("uuid").asString()).hasSize(36);
        assertThat(served.body()).contains("\"settings\":" + text + "}");

        assertThat(settings(tokens, '"' + checksum + '"').statusCode()).isEqualTo(304);
        assertThat(settings(tokens, "W/\"x\", W/\"" + checksum + '"').statusCode()).isEqualTo(304);
        assertThat(settings(tokens, "\"sha256:other\"").statusCode()).isEqualTo(200);
        HttpResponse<String> any = settings(tokens, "*");
        assertThat(any.statusCode()).isEqualTo(304);
        assertThat(any.headers().firstValue("x-cc-gateway-version")).isEmpty();
        assertThat(administered()).contains("managed-settings.published");
    }

    @Test
    void tellsNoSettingsFromEmptyOnes() throws Exception {
        String other = token("noor@northwind.example", "other");
        assertThat(settings(other, "*").statusCode()).isEqualTo(404);
        assertThat(tool.get(SETTINGS, "authorization", "Bearer " + other).statusCode())
                .isEqualTo(404);

        HttpResponse<String> empty =
                tool.get(
                        SETTINGS,
                        "authorization",
                        "Bearer " + token("lee@northwind.example", "compliance"));
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).contains("\"settings\":{}}");
    }

    private static String token(String email, String team) throws Exception {
        demo.post(
                "/api/v1/people",
                demo.adminToken(),
                "{\"email\":\"%s\",\"name\":\"N\",\"teams\":[\"%s\"]}".formatted(email, team));
        return SigningInTool.json(
                        demo.post(
                                "/api/v1/tokens",
                                demo.adminToken(),
                                "{\"person\":\"" + email + "\",\"name\":\"t\"}"))
                .path("token")
                .asString();
    }

    @Test
    void showsWhichSettingsTheClientSaysItFollows() throws Exception {
        String ada = demo.json("/api/v1/people/" + ADA).path("id").asString();
        JsonNode tokens = signIn();
        String checksum =
                SigningInTool.json(tool.get(SETTINGS, bearer(tokens))).path("checksum").asString();
        try (FormBrowser browser = signedIn("grace@northwind.example")) {
            assertThat(browser.open("/people/" + ada).body()).contains(">not told<");
            say(tokens, "sha256:" + "0".repeat(64));
            awaitPage(browser, ada, "other than those served");
            say(tokens, checksum);
            awaitPage(browser, ada, ">current<");
            assertThat(browser.open("/people/" + ada).body())
                    .contains("The client says so itself", "as of")
                    .doesNotContain(checksum);
        }
    }

    private static void say(JsonNode tokens, String checksum) throws Exception {
        String[] headers = {
            "authorization",
            "Bearer " + tokens.path("access_token").asString(),
            "x-claude-code-managed-settings-checksum",
            checksum,
            "content-type",
            "application/json"
        };
        HttpResponse<String> refused = tool.send("/v1/messages", "{\"no\":\"prompt\"}", headers);
        assertThat(refused.statusCode()).as(refused.body()).isNotEqualTo(401);
    }

    private static void awaitPage(FormBrowser browser, String person, String words)
            throws Exception {
        long until = System.nanoTime() + 30_000_000_000L;
        while (!browser.open("/people/" + person).body().contains(words)) {
            assertThat(System.nanoTime()).as(words).isLessThan(until);
            LockSupport.parkNanos(20_000_000);
        }
    }

    @Test
    void refusesBodiesWithoutALengthAndLargeOnes() throws Exception {
        HttpResponse<String> chunked =
                tool.send(
                        "/oauth/token",
                        BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(new byte[] {'a', '=', 'b'})));
        assertThat(chunked.statusCode()).isEqualTo(411);
        HttpResponse<String> large =
                tool.send("/oauth/token", BodyPublishers.ofString("a".repeat(65 * 1024)));
        assertThat(large.statusCode()).isEqualTo(413);
    }

    @Test
    void saysWhatIsWrongWithAForm() throws Exception {
        refused(tool.post("/oauth/token", Map.of()), 400, "invalid_request");
        refused(
                tool.post("/oauth/token", Map.of("grant_type", "password")),
                400,
                "unsupported_grant_type");
        refused(
                tool.post("/oauth/token", Map.of("grant_type", "refresh_token")),
                400,
                "invalid_request");
        refused(
                tool.send("/oauth/token", BodyPublishers.ofString("grant_type=%zz&&=&x")),
                400,
                "invalid_request");
        refused(
                tool.post(
                        "/oauth/token",
                        Map.of(
                                "grant_type",
                                SigningInTool.DEVICE_GRANT,
                                "device_code",
                                "nobody-knows-it")),
                400,
                "invalid_grant");
        refused(tool.post("/oauth/revoke", Map.of()), 400, "invalid_request");
        HttpResponse<String> wrong = tool.get("/oauth/token");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("allow")).hasValue("POST");
    }

    @Test
    void knowsNoLimitsOfSpending() throws Exception {
        String usage = "/api/oauth/usage";
        HttpResponse<String> stranger = tool.get(usage);
        assertThat(stranger.statusCode()).isEqualTo(401);
        assertThat(stranger.headers().firstValue("x-should-retry")).hasValue("false");
        assertThat(tool.get(usage, "authorization", "Bearer " + demo.token()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void saysInTheDoctorsWordsThatPeopleCanSignIn() throws Exception {
        assertThat(demo.get("/api/v1/checks", demo.adminToken()).body())
                .contains("people can sign in to Claude Code at the gateway");
    }

    private static HttpResponse<String> settings(JsonNode tokens, String known) throws Exception {
        return settings(tokens.path("access_token").asString(), known);
    }

    private static HttpResponse<String> settings(String token, String known) throws Exception {
        return tool.get(SETTINGS, "authorization", "Bearer " + token, "if-none-match", known);
    }

    private static String[] bearer(JsonNode tokens) {
        return new String[] {"authorization", "Bearer " + tokens.path("access_token").asString()};
    }

    private static HttpResponse<String> ask(JsonNode tokens) throws Exception {
        return demo.ask(tokens.path("access_token").asString(), "Hello?", "northwind/sign-in");
    }

    /// Ada signs in.
    private static JsonNode signIn() throws Exception {
        JsonNode invited = tool.invite();
        try (FormBrowser browser = signedIn(ADA)) {
            browser.submit("/device/decision", decision(invited, "approve"));
        }
        JsonNode tokens = SigningInTool.json(tool.redeem(invited));
        assertThat(tokens.has("access_token")).as(tokens.toString()).isTrue();
        return tokens;
    }

    private static FormBrowser signedIn(String email) throws Exception {
        FormBrowser browser = new FormBrowser(demo.url());
        browser.open("/sign-in");
        browser.submit("/sign-in/demo", Map.of("person", email));
        return browser;
    }

    private static Map<String, String> code(JsonNode invited) {
        return Map.of("code", invited.path("user_code").asString());
    }

    private static Map<String, String> decision(JsonNode invited, String decision) {
        return Map.of("code", invited.path("user_code").asString(), "decision", decision);
    }

    private static void refused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(SigningInTool.json(answer).path("error").asString()).isEqualTo(error);
        assertThat(SigningInTool.json(answer).path("error_description").asString()).isNotEmpty();
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    }

    private static List<String> administered() throws IOException {
        return demo.instance().workspace().ledger().read(0, 10_000).stream()
                .map(Leaves::read)
                .filter(Event.Administered.class::isInstance)
                .map(event -> ((Event.Administered) event).action())
                .toList();
    }
}
