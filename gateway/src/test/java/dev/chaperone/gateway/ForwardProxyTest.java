// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Exemption;
import dev.chaperone.policy.Glob;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// What goes through the forward proxy, as developers' tools see it.
@Timeout(120)
class ForwardProxyTest {
    private static final String CHAT =
            "{\"model\":\"gpt-5.4\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}],"
                    + "\"snippy\":{\"enabled\":false},\"stream\":true}";
    private static final String SECRET = CHAT.replace("hello", "use AKIAIOSFODNN7EXAMPLE please");
    private static final String ANSWER =
            """
            data: {"id":"c","object":"chat.completion.chunk","model":"gpt-5.4","choices":[{"index":0,"delta":{"content":"Hi"},"finish_reason":"stop"}]}

            data: [DONE]

            """;

    @TempDir private static Path directory;
    private static TestCertificate vendors;

    @BeforeAll
    static void makeCertificate() throws Exception {
        vendors = ProxySite.vendors(directory);
    }

    /// As Copilot's command line sends it; recorded with 1.0.102.
    private static HttpRequest.Builder copilot(String host, String body) {
        return ProxySite.post(host, "/chat/completions", body)
                .header("authorization", "Bearer gho_FAKE-example-not-a-token")
                .header("user-agent", "copilot/1.0.102 (linux v24.20.0) client/github/cli")
                .header("editor-version", "copilot/1.0.102")
                .header("copilot-integration-id", "copilot-developer-cli")
                .header("x-client-session-id", "47138157-cab0-4256-8187-ffe16e44ac6f")
                .header("x-github-repository-nwo", "northwind/shop")
                .header("x-initiator", "user");
    }

    private static void answerChat(ProxySite site) {
        site.vendor()
                .behave((request, _) ->
                        FakeVendor.answer(request, 200, "text/event-stream", ANSWER));
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void recordsCopilotsChatAndLetsItThrough(Version version) throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            answerChat(site);

            HttpResponse<String> answer =
                    site.client(version)
                            .send(
                                    copilot(ProxySite.BUSINESS, CHAT).build(),
                                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.body()).isEqualTo(ANSWER);
            FakeVendor.Received received = site.vendor().received().getFirst();
            assertThat(received.text()).isEqualTo(CHAT);
            assertThat(received.uri()).isEqualTo("/chat/completions");
            assertThat(String.join("\n", received.headers()))
                    .containsIgnoringCase("authorization: Bearer gho_FAKE-example-not-a-token")
                    .doesNotContain("chp_", "x-chaperone");
            Event.Intent intent = site.intent(0);
            assertThat(intent.source()).isEqualTo(Event.Source.PROXY);
            assertThat(intent.caller()).isEqualTo(new Event.Caller(TestSite.ANNA, "token_1"));
            assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.ALLOWED);
            assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
            Event.Use use = intent.use();
            assertThat(use.operation()).isEqualTo("chat");
            assertThat(use.tool()).isEqualTo(new ToolId("github-copilot"));
            assertThat(use.toolVersion()).isEqualTo("1.0.102");
            assertThat(use.declared()).isFalse();
            assertThat(use.plan()).isEqualTo(new PlanId("business"));
            assertThat(use.session()).isEqualTo("47138157-cab0-4256-8187-ffe16e44ac6f");
            assertThat(use.repository()).isEqualTo("northwind/shop");
            assertThat(use.model()).isEqualTo("gpt-5.4");
            assertThat(use.account()).isEqualTo(Event.Account.UNKNOWN);
            assertThat(((Event.Outcome) site.ledger().await(2).get(1)).result())
                    .isEqualTo(Event.Result.ANSWERED);
        }
    }

    @Test
    void keepsASecretInsideAndSaysWhy() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            HttpResponse<String> answer =
                    site.client(Version.HTTP_1_1)
                            .send(
                                    copilot(ProxySite.BUSINESS, SECRET).build(),
                                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("no-secrets", "How to proceed");
            assertThat(site.vendor().received()).isEmpty();
            assertThat(site.intent(0).verdict().rule()).isEqualTo("no-secrets");
        }
    }

    @Test
    void refusesTheHostOfPersonalPlansWhileTheCompanysWorks() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            answerChat(site);
            HttpClient client = site.client(Version.HTTP_1_1);

            try (RawConnection raw = site.connect()) {
                raw.write(ProxySite.connectTo("API.individual.githubcopilot.com.:443"));
                assertThat(raw.readAnswer())
                        .startsWith("HTTP/1.1 403 Refused by Chaperone: plan-not-allowed")
                        .contains("'individual'", "How to proceed");
            }
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() ->
                            client.send(
                                    copilot(ProxySite.INDIVIDUAL, CHAT).build(),
                                    BodyHandlers.discarding()));
            assertThat(
                            client.send(
                                            copilot(ProxySite.BUSINESS, CHAT).build(),
                                            BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(200);

            assertThat(site.vendor().received()).hasSize(1);
            Event.Intent refused = site.intent(0);
            assertThat(refused.use().operation()).isEqualTo("connect");
            assertThat(refused.use().plan()).isEqualTo(new PlanId("individual"));
            assertThat(refused.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
            assertThat(refused.verdict().rule()).isEqualTo("plan-not-allowed");
        }
    }

    @Test
    void letsTheHostOfAPersonalPlanThroughForWhomAnExceptionIs() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            answerChat(site);
            Instant now = Instant.now();
            site.except(
                    new Exemption(
                            "exception_1",
                            "plan-not-allowed",
                            TestSite.ANNA,
                            null,
                            new ToolId("github-copilot"),
                            new PlanId("individual"),
                            null,
                            now.minusSeconds(60),
                            now.plusSeconds(600)));
            assertThat(
                            site.client(Version.HTTP_1_1)
                                    .send(
                                            copilot(ProxySite.INDIVIDUAL, CHAT).build(),
                                            BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(site.intent(0).verdict().exception()).isEqualTo("exception_1");
        }
    }

    @Test
    void decidesOnTheRepositoryOfAnExceptionInTheTunnel() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            answerChat(site);
            Instant now = Instant.now();
            site.except(
                    new Exemption(
                            "exception_1",
                            "plan-not-allowed",
                            null,
                            null,
                            null,
                            null,
                            new Glob("northwind/trial"),
                            now.minusSeconds(60),
                            now.plusSeconds(600)));
            // The tunnel is opened, and the prompt of another repository is not sent.
            assertThat(
                            site.client(Version.HTTP_1_1)
                                    .send(
                                            copilot(ProxySite.INDIVIDUAL, CHAT).build(),
                                            BodyHandlers.discarding())
                                    .statusCode())
                    .isNotEqualTo(200);
            assertThat(site.intent(0).verdict().rule()).isEqualTo("plan-not-allowed");
            assertThat(site.intent(0).use().repository()).isEqualTo("northwind/shop");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void asksForAToken() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.connect()) {
            client.write(connect("x-none: 1"));
            assertThat(client.readAnswer())
                    .startsWith("HTTP/1.1 407")
                    .containsIgnoringCase("proxy-authenticate: Basic");
            assertThat(site.ledger().size()).isZero();

            client.write(connect("proxy-authorization: Bearer chp_wrong"));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 407");
            assertThat(site.intent(0).verdict().rule()).isEqualTo("unknown-caller");
        }
    }

    @Test
    void takesTheTokenAsUserOrAsPassword() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            for (String pair : List.of("x:" + TestSite.TOKEN, TestSite.TOKEN + ":")) {
                try (RawConnection client = site.connect()) {
                    byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
                    client.write(
                            connect(
                                    "proxy-authorization: Basic "
                                            + Base64.getEncoder().encodeToString(bytes)));
                    assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200");
                }
            }
        }
    }

    @Test
    void endsWithTheTokenOfItsTunnel() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.tunnel(ProxySite.BUSINESS, ProxySite.BUSINESS)) {
            client.write(prompt("x-chaperone-token: chp_somebody-elses\r\n", CHAT));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 200");

            site.forgetTokens();
            client.write(prompt("", CHAT));
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 401");
        }
    }

    @Test
    void passesOnWhatCarriesNoPromptWithoutARecord() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            site.vendor()
                    .behave((request, body) ->
                            FakeVendor.answer(request, 200, "application/json", "[" + body + "]"));
            HttpClient client = site.client(Version.HTTP_2);

            HttpResponse<String> models =
                    client.send(
                            ProxySite.request(ProxySite.BUSINESS, "/models?x=1").build(),
                            BodyHandlers.ofString());
            HttpResponse<String> telemetry =
                    client.send(
                            ProxySite.post(ProxySite.BUSINESS, "/telemetry", "counts").build(),
                            BodyHandlers.ofString());

            assertThat(models.body()).isEqualTo("[]");
            assertThat(telemetry.body()).isEqualTo("[counts]");
            assertThat(site.vendor().received())
                    .extracting(FakeVendor.Received::uri)
                    .containsExactly("/models?x=1", "/telemetry");
            assertThat(site.ledger().size()).isZero();
        }
    }

    @Test
    void keepsWhatItDoesNotUnderstandInside() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            HttpResponse<String> answer =
                    site.client(Version.HTTP_1_1)
                            .send(
                                    ProxySite.post(
                                                    ProxySite.BUSINESS,
                                                    "/v1/engines/copilot-codex/completions",
                                                    "{\"prompt\":\"int x\"}")
                                            .build(),
                                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(451);
            assertThat(site.vendor().received()).isEmpty();
            Event.Intent intent = site.intent(0);
            assertThat(intent.use().operation()).isEqualTo("opaque");
            assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.NONE);
            assertThat(intent.verdict().rule()).isEqualTo("not-scanned");
            assertThat(intent.prompt()).extracting(Event.Body::bytes).isEqualTo(18L);
        }
    }

    @Test
    void letsThePolicyDecideAboutWhatItDoesNotUnderstand() throws Exception {
        String rule =
                """
                  - {id: completions, detect: [unscanned], action: warn, because: They are wanted.}
                """;
        try (ProxySite site = ProxySite.start(vendors, rule, Map.of(), UnaryOperator.identity())) {
            HttpRequest completion =
                    ProxySite.post(
                                    ProxySite.BUSINESS,
                                    "/v1/engines/copilot-codex/completions",
                                    "{\"prompt\":\"int x\"}")
                            .build();

            assertThat(
                            site.client(Version.HTTP_1_1)
                                    .send(completion, BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(site.vendor().received().getFirst().text())
                    .isEqualTo("{\"prompt\":\"int x\"}");
            assertThat(site.intent(0).verdict().effect()).isEqualTo(Event.Effect.WARNED);
        }
    }

    @Test
    void tellsVendorsWhoseAccountsMayBeUsed() throws Exception {
        Map<String, ProxyConfiguration.Organizations> ours =
                Map.of("github", new ProxyConfiguration.Organizations(List.of("northwind"), null));
        try (ProxySite site = ProxySite.start(vendors, "", ours, UnaryOperator.identity())) {
            answerChat(site);
            HttpRequest chat =
                    copilot(ProxySite.BUSINESS, CHAT)
                            .header("sec-GitHub-allowed-enterprise", "somebody-elses")
                            .build();

            site.client(Version.HTTP_1_1).send(chat, BodyHandlers.discarding());

            assertThat(String.join("\n", site.vendor().received().getFirst().headers()))
                    .containsIgnoringCase("sec-github-allowed-enterprise: northwind")
                    .doesNotContain("somebody-elses");
        }
    }

    @Test
    void asksTheVendorWhoseSignInItIs() throws Exception {
        Map<String, ProxyConfiguration.Organizations> ours =
                Map.of(
                        "anthropic",
                        new ProxyConfiguration.Organizations(
                                List.of("org-ours"), new PlanId("enterprise")));
        try (ProxySite site = ProxySite.start(vendors, "", ours, UnaryOperator.identity())) {
            site.vendor()
                    .behave((request, _) -> {
                        request.response().putHeader("anthropic-organization-id", "org-personal");
                        FakeVendor.answer(request, 200, "application/json", "{}");
                    });
            HttpRequest prompt =
                    ProxySite.post(ProxySite.ANTHROPIC, "/v1/messages", TestSite.CLEAN)
                            .header("x-api-key", "sk-ant-api-own")
                            .build();

            HttpResponse<String> answer =
                    site.client(Version.HTTP_1_1).send(prompt, BodyHandlers.ofString());

            assertThat(answer.body()).contains("not the company's");
            assertThat(site.vendor().received())
                    .extracting(FakeVendor.Received::uri)
                    .containsExactly("/v1/models?limit=1");
            assertThat(site.intent(0).use().account()).isEqualTo(Event.Account.PERSONAL);
        }
    }

    @Test
    void refusesASignInOfWhichNobodyKnowsThePlan() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            HttpRequest prompt =
                    ProxySite.post(ProxySite.ANTHROPIC, "/v1/messages", TestSite.CLEAN)
                            .header("authorization", "Bearer sk-ant-oat01-own")
                            .build();

            HttpResponse<String> answer =
                    site.client(Version.HTTP_1_1).send(prompt, BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(451);
            assertThat(answer.body()).contains("'unknown'");
            assertThat(site.vendor().received()).isEmpty();
        }
    }

    @Test
    void saysOfSealedHostsThatNobodyLooked() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            try (RawConnection client = site.connect()) {
                client.write(ProxySite.connectTo(ProxySite.CURSOR + ":443"));
                assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200");
            }

            Event.Intent intent = site.intent(0);
            assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.WARNED);
            assertThat(intent.verdict().rule()).isEqualTo("not-inspected");
            assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.NONE);
            assertThat(intent.use().tool()).isEqualTo(new ToolId("cursor"));
            assertThat(((Event.Outcome) site.ledger().await(2).get(1)).result())
                    .isEqualTo(Event.Result.ANSWERED);
        }
    }

    @Test
    void recordsNoConnectionsToHostsWithoutPrompts() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.connect()) {
            site.ledger().fill(true);
            client.write(ProxySite.connectTo(ProxySite.GITHUB + ":443"));

            assertThat(client.readTo("\r\n\r\n")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void sendsTheCallersOwnKeyOnToGoogle() throws Exception {
        try (ProxySite site = ProxySite.start(vendors)) {
            HttpRequest prompt =
                    ProxySite.post(
                                    ProxySite.GEMINI,
                                    "/v1beta/models/gemini-3:generateContent?key=AIza-own",
                                    "{\"contents\":[{\"parts\":[{\"text\":\"hello\"}]}]}")
                            .build();

            assertThat(
                            site.client(Version.HTTP_2)
                                    .send(prompt, BodyHandlers.discarding())
                                    .statusCode())
                    .isEqualTo(200);
            assertThat(String.join("\n", site.vendor().received().getFirst().headers()))
                    .contains("x-goog-api-key: AIza-own");
            assertThat(site.intent(0).use().plan()).isEqualTo(new PlanId("api"));
        }
    }

    @Test
    void opensNoTunnelThatCanNotBeRecorded() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.connect()) {
            site.ledger().fill(true);
            client.write(ProxySite.connectTo(ProxySite.CURSOR + ":443"));

            assertThat(client.readAnswer()).startsWith("HTTP/1.1 503");
            assertThat(site.vendor().connections()).isZero();
        }
    }

    @Test
    void handsOutItsCertificateAndAProxyFile() throws Exception {
        try (ProxySite site = ProxySite.start(vendors);
                RawConnection client = site.connect()) {
            client.write("GET /ca.pem HTTP/1.1\r\nhost: proxy.northwind.example:8602\r\n\r\n");
            assertThat(client.readAnswer()).endsWith(site.authority().certificatePem());
            client.write("GET /proxy.pac HTTP/1.1\r\nhost: proxy.northwind.example:8602\r\n\r\n");
            assertThat(client.readAnswer())
                    .contains(
                            "PROXY proxy.northwind.example:8602",
                            "\"api.anthropic.com\"",
                            "DIRECT");
            client.write("GET /proxy.pac HTTP/1.1\r\nhost: x\"; evil(); \"\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 400");
            client.write("GET http://example.com/ HTTP/1.1\r\nhost: example.com\r\n\r\n");
            assertThat(client.readAnswer()).startsWith("HTTP/1.1 403").contains("https://");
        }
    }

    private static String connect(String header) {
        return "CONNECT %s:443 HTTP/1.1\r\nhost: x\r\n%s\r\n\r\n"
                .formatted(ProxySite.BUSINESS, header);
    }

    private static String prompt(String headers, String body) {
        return "POST /chat/completions HTTP/1.1\r\nhost: "
                + ProxySite.BUSINESS
                + "\r\ncontent-type: application/json\r\n"
                + headers
                + "content-length: "
                + body.length()
                + "\r\n\r\n"
                + body;
    }
}
