// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;
import dev.chaperone.protocols.EventFrames;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;

/// Claude on Bedrock, which streams binary frames.
@Timeout(60)
class BedrockTest {
    private static final String KEY = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";
    private static final String PATH =
            "/model/us.anthropic.claude-x-v1:0/invoke-with-response-stream";
    private static final String BODY =
            "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

    private final TestSite site =
            TestSite.setup()
                    .policy(
                            """
                              - {id: no-secrets-back, in: [answers], detect: [secret], action: block}
                            """)
                    .start();

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void passesFramesOnByteForByteAndRecordsWhatTheyTell() throws Exception {
        List<byte[]> frames = frames("hello ", "there");

        HttpResponse<String> answer = ask(frames);

        assertThat(answer.body()).isEqualTo(joined(frames));
        assertThat(site.vendor().received().getFirst().text()).isEqualTo(BODY);
        Event.Intent intent = (Event.Intent) site.ledger().await(1).getFirst();
        assertThat(intent.use().model()).isEqualTo("us.anthropic.claude-x-v1:0");
        assertThat(intent.use().stream()).isTrue();
        Event.Outcome outcome = site.outcome();
        assertThat(outcome.result()).isEqualTo(Event.Result.ANSWERED);
        assertThat(outcome.tokens()).isEqualTo(new Event.Tokens(12L, 5L));
        assertThat(Objects.requireNonNull(outcome.look()).scan()).isEqualTo(Event.Scan.COMPLETE);
    }

    @Test
    void endsAnAnswerWithASecretByAFrame() throws Exception {
        HttpResponse<String> answer = ask(frames("it is " + KEY.substring(0, 9), KEY.substring(9)));

        byte[] came = answer.body().getBytes(ISO_8859_1);
        assertThat(EventFrames.wholeFrames(came, came.length)).isEqualTo(came.length);
        assertThat(answer.body())
                .contains(":exception-type", "validationException", "no-secrets-back")
                .doesNotContain(encoded("{\"type\":\"message_stop\"}"));
        assertThat(site.outcome().result()).isEqualTo(Event.Result.STOPPED);
    }

    @Test
    void doesNotPassOnWhatIsNoStreamOfFrames() throws Exception {
        for (String something : List.of("something else altogether", "altogether", "")) {
            site.vendor()
                    .behave((request, _) ->
                            FakeVendor.answer(request, 200, EventFrames.MEDIA_TYPE, something));
            HttpResponse<String> answer = site.send(site.post(PATH, BODY));

            assertThat(answer.body())
                    .satisfies(body ->
                            assertThat(body.contains("not-scanned"))
                                    .isEqualTo(!something.isEmpty()))
                    .doesNotContain("altogether");
        }
        HttpResponse<String> answer = ask(List.of("something else altogether".getBytes(UTF_8)));

        assertThat(answer.body()).contains("not-scanned").doesNotContain("altogether");
        assertThat(Objects.requireNonNull(site.outcome().look()).scan()).isEqualTo(Event.Scan.NONE);
    }

    private HttpResponse<String> ask(List<byte[]> frames) throws Exception {
        site.vendor()
                .behave((request, _) -> {
                    request.response()
                            .putHeader("content-type", EventFrames.MEDIA_TYPE)
                            .setChunked(true);
                    Future<Void> written = Future.succeededFuture();
                    for (byte[] frame : frames) {
                        // Cut in the middle, as a network does.
                        int half = frame.length / 2;
                        written =
                                written.compose(_ ->
                                                request.response()
                                                        .write(
                                                                Buffer.buffer()
                                                                        .appendBytes(
                                                                                frame, 0, half)))
                                        .compose(_ ->
                                                request.response()
                                                        .write(
                                                                Buffer.buffer()
                                                                        .appendBytes(
                                                                                frame,
                                                                                half,
                                                                                frame.length
                                                                                        - half)));
                    }
                    var _ = written.compose(_ -> request.response().end());
                });
        return site.client()
                .send(
                        site.post(PATH, BODY).build(),
                        HttpResponse.BodyHandlers.ofString(ISO_8859_1));
    }

    private static List<byte[]> frames(String... texts) {
        List<byte[]> frames = new ArrayList<>();
        frames.add(
                frame(
                        "{\"type\":\"message_start\",\"message\":{\"model\":\"claude-x\",\"usage\":{\"input_tokens\":12,\"output_tokens\":1}}}"));
        for (String text : texts) {
            frames.add(
                    frame(
                            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                                    + text
                                    + "\"}}"));
        }
        frames.add(
                frame(
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}"));
        frames.add(frame("{\"type\":\"message_stop\"}"));
        return frames;
    }

    /// Checks of a frame are the client's affair; nobody in between looks at them.
    private static byte[] frame(String event) {
        byte[] payload = ("{\"bytes\":\"" + encoded(event) + "\"}").getBytes(UTF_8);
        return ByteBuffer.allocate(16 + payload.length)
                .putInt(16 + payload.length)
                .putInt(0)
                .putInt(0)
                .put(payload)
                .array();
    }

    private static String encoded(String event) {
        return Base64.getEncoder().encodeToString(event.getBytes(UTF_8));
    }

    private static String joined(List<byte[]> frames) {
        StringBuilder joined = new StringBuilder();
        frames.forEach(frame -> joined.append(new String(frame, ISO_8859_1)));
        return joined.toString();
    }
}
