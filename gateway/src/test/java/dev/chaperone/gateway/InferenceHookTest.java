// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Calls as Anthropic makes them, and calls that only look like them.
@Timeout(60)
class InferenceHookTest {
    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
    private static final byte[] KEY =
            "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final String SECRET = "whsec_" + Base64.getEncoder().encodeToString(KEY);
    private static final String TOKEN = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";

    private final TestSite site =
            TestSite.setup()
                    .clock(Clock.fixed(NOON, ZoneOffset.UTC))
                    .inferenceHooks(
                            new GatewayConfiguration.InferenceHooks(
                                    new Upstream.Credential(SECRET), new PlanId("enterprise")))
                    .start();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void letsAHarmlessPromptGoOnOnceItIsRecorded() throws Exception {
        HttpResponse<String> answer = call("msg_1", prompt("Anna@Northwind.example", "hello"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"action\":\"allow\"}");
        Event.Intent recorded = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(recorded.source()).isEqualTo(Event.Source.HOOK);
        assertThat(recorded.caller())
                .isEqualTo(new Event.Caller(TestSite.ANNA, "anthropic-inference-hooks"));
        assertThat(recorded.use().operation()).isEqualTo("hook-prompt");
        assertThat(recorded.use().tool()).isEqualTo(new ToolId("claude"));
        assertThat(recorded.use().plan()).isEqualTo(new PlanId("enterprise"));
        assertThat(recorded.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
    }

    @Test
    void stopsASecretAndNamesTheRecord() throws Exception {
        HttpResponse<String> answer = call("msg_1", prompt("anna@northwind.example", TOKEN));

        assertThat(answer.statusCode()).isEqualTo(200);
        Event.Intent recorded = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(recorded.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(answer.body())
                .contains("\"action\":\"deny\"", "no-secrets", recorded.id())
                .doesNotContain(TOKEN);
    }

    @Test
    void looksIntoResultsOfToolsAndAttachments() throws Exception {
        String body =
                """
                {"type":"prompt","request_id":"msg_1","source":{"application":"claude-ai"},
                 "actor":{"type":"user","email_address":"anna@northwind.example"},"messages":[
                  {"role":"user","content":[{"type":"attachment","file_name":"a.env","text":"%s"}]},
                  {"role":"user","content":[{"type":"tool_result","content":"fine"}]}]}
                """
                        .formatted(TOKEN);

        assertThat(call("msg_1", body).body()).contains("deny");
        Event.Intent recorded = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(recorded.use().operation()).isEqualTo("hook-pre-model");
    }

    @Test
    void stopsThePromptsOfPeopleWhomNobodyKnows() throws Exception {
        HttpResponse<String> answer = call("msg_1", prompt("eve@elsewhere.example", "hello"));

        assertThat(answer.body()).contains("deny", "belongs to nobody");
        Event.Intent recorded = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(recorded.caller()).isNull();
        assertThat(recorded.verdict().rule()).isEqualTo("unknown-caller");
    }

    @Test
    void stopsAToolThatThePolicyDoesNotAllowUnderThisPlan() throws Exception {
        String body = prompt("anna@northwind.example", "hello").replace("claude-ai", "claude-code");

        assertThat(call("msg_1", body).body()).contains("deny");
    }

    @Test
    void allowsWhatIsNotToBeJudged() throws Exception {
        String test = prompt("nobody@example", "hello").replace("claude-ai", "config-test");

        assertThat(call("msg_1", test).body()).contains("allow");
        assertThat(call("msg_2", "{\"type\":\"something-new\"}").body()).contains("allow");
    }

    @Test
    void stopsWhatItCanNotRecord() throws Exception {
        site.ledger().fill(true);

        assertThat(call("msg_1", prompt("anna@northwind.example", "hello")).body())
                .contains("deny", "can not record");
    }

    @Test
    void takesNoCallThatIsNotSignedAsItStands() throws Exception {
        String body = prompt("anna@northwind.example", "hello");
        String time = Long.toString(NOON.getEpochSecond());
        String good = sign("msg_1", time, body);

        assertThat(send("msg_1", time, "v1,AAAA", body).statusCode()).isEqualTo(401);
        assertThat(send("msg_2", time, good, body).statusCode()).isEqualTo(401);
        assertThat(send("msg_1", time, good, body + " ").statusCode()).isEqualTo(401);
        assertThat(send("msg_1", "tomorrow", good, body).statusCode()).isEqualTo(401);
        assertThat(site.send(site.post("/inference-hooks/anthropic", body)).statusCode())
                .isEqualTo(401);
        // The vendor signs with the old and the new secret while one takes the other's place.
        assertThat(send("msg_1", time, "v1,AAAA " + good + " v2,x", body).statusCode())
                .isEqualTo(200);
    }

    @Test
    void takesNoOldCallAndNoneTwice() throws Exception {
        String body = prompt("anna@northwind.example", "hello");
        String old = Long.toString(NOON.minusSeconds(301).getEpochSecond());
        String early = Long.toString(NOON.plusSeconds(301).getEpochSecond());

        assertThat(send("msg_1", old, sign("msg_1", old, body), body).body()).contains("5 minutes");
        assertThat(send("msg_1", early, sign("msg_1", early, body), body).statusCode())
                .isEqualTo(401);
        assertThat(call("msg_1", body).statusCode()).isEqualTo(200);
        assertThat(call("msg_1", body).body()).contains("here before");
    }

    @Test
    void saysNothingOfASignedBodyThatIsNoJson() throws Exception {
        assertThat(call("msg_1", "not json").body()).contains("deny", "can not be read");
    }

    private static String prompt(String account, String text) {
        return """
        {"type":"prompt","request_id":"msg_1","tenant_id":null,"more":[1],
         "actor":{"type":"user","id":null,"email_address":"%s"},
         "source":{"application":"claude-ai"},"session_id":null,"model":"claude-opus-5",
         "messages":[{"role":"user","content":[{"type":"text","text":"%s"}]}],"metadata":{}}
        """
                .formatted(account, text);
    }

    private HttpResponse<String> call(String id, String body) throws Exception {
        String time = Long.toString(NOON.getEpochSecond());
        return send(id, time, sign(id, time, body), body);
    }

    private HttpResponse<String> send(String id, String time, String signature, String body)
            throws Exception {
        return site.send(
                HttpRequest.newBuilder(
                                URI.create(
                                        "http://127.0.0.1:"
                                                + site.port()
                                                + "/inference-hooks/anthropic"))
                        .header("content-type", "application/json")
                        .header("user-agent", "anthropic-dlp/1")
                        .header("webhook-id", id)
                        .header("webhook-timestamp", time)
                        .header("webhook-signature", signature)
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String sign(String id, String time, String body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY, "HmacSHA256"));
        byte[] signed = (id + "." + time + "." + body).getBytes(StandardCharsets.UTF_8);
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed));
    }
}
