// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

@Timeout(60)
class RedactionTest {
    private static final String KEY = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\[redacted:github-pat-classic:[2-9a-z]{10}\\]");
    private static final String BODY =
            "{\"model\": \"claude-x\", \"max_tokens\":1.0,\"odd\" :\"\\u00e9\",\"messages\":["
                    + "{\"role\":\"user\",\"content\":\"first "
                    + KEY
                    + "\\nthen \\u0067"
                    + KEY.substring(1)
                    + "\"}]}";

    private final TestSite site =
            TestSite.setup()
                    .rules(
                            """
                              - {id: take-tokens-out, detect: [github-pat-classic], action: redact, restore: true, because: Tokens stay.}
                              - {id: no-keys, detect: [aws-access-key-id], action: block}
                            """)
                    .policy("capture: {prompts: metadata, answers: full}\n")
                    .start();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void sendsThePromptWithAPlaceholderAndEveryOtherByteAsItWas() throws Exception {
        HttpResponse<String> answer = site.ask(BODY);

        assertThat(answer.statusCode()).isEqualTo(200);
        String sent = site.vendor().received().getFirst().text();
        String placeholder = placeholder(sent);
        assertThat(sent)
                .isEqualTo(
                        BODY.replace(KEY, placeholder)
                                .replace("\\u0067" + KEY.substring(1), placeholder));
    }

    @Test
    void recordsWhatWasTakenOutAndCommitsToBothBodies() throws Exception {
        site.ask(BODY);

        Event.Intent intent = (Event.Intent) site.ledger().await(2).getFirst();
        assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.REDACTED);
        assertThat(intent.verdict().rule()).isEqualTo("take-tokens-out");
        assertThat(intent.verdict().findings())
                .containsExactly(new Event.FindingCount("github-pat-classic", "shaped", 2));
        Event.Body prompt = Objects.requireNonNull(intent.prompt());
        Event.Body sent = Objects.requireNonNull(intent.sent());
        assertThat(prompt.bytes()).isEqualTo(BODY.length());
        assertThat(sent.bytes()).isEqualTo(site.vendor().received().getFirst().body().length);
        assertThat(sent.commitment()).isNotEqualTo(prompt.commitment());
    }

    @Test
    void namesAValueAlikeInAllTurnsOfAConversationAndOnlyThere() throws Exception {
        String next = BODY.replace("}]}", "},{\"role\":\"user\",\"content\":\"and now?\"}]}");
        site.send(site.post("/v1/messages", BODY).header("x-session-id", "session-1"));
        site.send(site.post("/v1/messages", next).header("x-session-id", "session-1"));
        site.send(site.post("/v1/messages", BODY).header("x-session-id", "session-2"));

        String first = site.vendor().received().get(0).text();
        String second = site.vendor().received().get(1).text();
        String other = site.vendor().received().get(2).text();
        assertThat(second).startsWith(first.substring(0, first.length() - 2));
        assertThat(placeholder(other)).isNotEqualTo(placeholder(first));
    }

    @Test
    void putsTheValueBackIntoTheAnswer() throws Exception {
        site.vendor()
                .behave((request, body) ->
                        FakeVendor.answer(
                                request,
                                200,
                                "application/json",
                                "{\"content\":[{\"type\":\"text\",\"text\":\"you said "
                                        + placeholder(body.toString())
                                        + "\"}]}"));

        assertThat(site.ask(BODY).body())
                .isEqualTo("{\"content\":[{\"type\":\"text\",\"text\":\"you said " + KEY + "\"}]}");
    }

    @Test
    void putsTheValueBackIntoAStreamThatCutsThePlaceholder() throws Exception {
        site.vendor()
                .behave((request, body) -> {
                    String placeholder = placeholder(body.toString());
                    String delta =
                            "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"text\":\"%s\"}}\n\n";
                    FakeVendor.begin(
                                    request,
                                    delta.formatted("it is " + placeholder.substring(0, 9)))
                            .compose(_ ->
                                    request.response()
                                            .write(delta.formatted(placeholder.substring(9, 20))))
                            .compose(_ ->
                                    request.response()
                                            .end(
                                                    delta.formatted(placeholder.substring(20) + ".")
                                                            + TestSite.EVENTS));
                });

        String body = site.ask(BODY).body();

        assertThat(body)
                .contains("\"text\":\"it is " + KEY + "\"", "\"text\":\".\"")
                .endsWith(TestSite.EVENTS);
        assertThat(FakeCaptures.masked(site.captures().await(1).getFirst()))
                .contains("it is [redacte")
                .doesNotContain(KEY);
    }

    @Test
    void asksThePolicyOnceMoreAboutWhatIsLeft() throws Exception {
        try (TestSite strict =
                TestSite.setup()
                        .rules(
                                """
                                  - {id: take-tokens-out, detect: [github-pat-classic], action: redact}
                                  - {id: no-drafts, detect: [marker], phrases: ['redacted:github'], action: block}
                                """)
                        .start()) {
            HttpResponse<String> answer = strict.ask(BODY);

            assertThat(answer.statusCode()).isEqualTo(451);
            assertThat(answer.body()).contains("no-drafts");
            assertThat(strict.vendor().received()).isEmpty();
        }
    }

    @Test
    void takesWhatOverlapsOutAsOneAndPutsAllOfItBack() throws Exception {
        String address = "https://anna:" + KEY + "@git.example.com/app";
        site.close();
        try (TestSite both =
                TestSite.setup()
                        .rules(
                                """
                                  - {id: out, detect: [secret], action: redact, restore: true}
                                """)
                        .start()) {
            both.vendor()
                    .behave((request, body) ->
                            FakeVendor.answer(
                                    request,
                                    200,
                                    "application/json",
                                    "{\"content\":[{\"text\":\""
                                            + between(body.toString(), "clone ", " now")
                                            + "\"}]}"));

            HttpResponse<String> answer =
                    both.ask(TestSite.CLEAN.replace("hello", "clone " + address + " now"));

            assertThat(both.vendor().received().getFirst().text()).doesNotContain(KEY);
            assertThat(answer.body()).isEqualTo("{\"content\":[{\"text\":\"" + address + "\"}]}");
        }
    }

    private static String between(String text, String before, String behind) {
        int from = text.indexOf(before) + before.length();
        return text.substring(from, text.indexOf(behind, from));
    }

    @Test
    void blocksWhatAnotherRuleBlocksAllTheSame() throws Exception {
        String both = BODY.replace("first", "AKIAIOSFODNN7EXAMPLE first");

        assertThat(site.ask(both).body()).contains("no-keys");
        assertThat(site.vendor().received()).isEmpty();
    }

    @Test
    void takesOutWhatStandsInBase64WithAllThatIsAroundIt() throws Exception {
        String encoded =
                Base64.getEncoder()
                        .encodeToString(("token: " + KEY + " and so on").getBytes(UTF_8));
        String body = BODY.replace(KEY, encoded).replace("\\u0067", "x");

        site.ask(body);

        String sent = site.vendor().received().getFirst().text();
        assertThat(sent).contains("[redacted:github-pat-classic:").doesNotContain(encoded);
    }

    private static String placeholder(String body) {
        Matcher found = PLACEHOLDER.matcher(body);
        assertThat(found.find()).as(body).isTrue();
        return found.group();
    }
}
