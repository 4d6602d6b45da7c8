// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.chaperone.ledger.Event;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Wherever a secret stands in an answer, in each format, streamed or not, and wherever the stream
/// cuts it: the record names it, and where the policy says so the answer ends before it is whole.
@Timeout(60)
class AnswerMatrixTest {
    private static final String KEY = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";
    private static final String BEFORE = "Here it is: ";
    private static final String BEHIND = " and this is all.";
    private static final String ENDING =
            """
              - {id: no-secrets-back, in: [answers], detect: [secret], action: block, because: Keys stay.}
            """;
    private static final TestSite ENDS = TestSite.setup().policy(ENDING).start();
    private static final TestSite MARKS =
            TestSite.setup().policy(ENDING.replace("block", "warn")).start();

    @AfterAll
    static void close() {
        ENDS.close();
        MARKS.close();
    }

    @ParameterizedTest
    @CsvSource({
        "messages, text",
        "messages, thinking",
        "messages, tool call",
        "chat, text",
        "chat, tool call",
        "responses, text",
        "responses, tool call",
        "gemini, text"
    })
    void findsASecretInAStreamWhereverItIsCut(String format, String place) throws Exception {
        String text = BEFORE + KEY + BEHIND;
        for (int cut = 0; cut <= text.length(); cut += 3) {
            int second = Math.min(text.length(), cut + 7);
            List<String> pieces =
                    List.of(
                            text.substring(0, cut),
                            text.substring(cut, second),
                            text.substring(second));
            List<String> events = stream(format, place, pieces);

            HttpResponse<String> marked = ask(MARKS, format, "text/event-stream", events);
            assertThat(marked.body()).isEqualTo(String.join("", events));
            assertFound(MARKS, Event.Effect.WARNED, Event.Result.ANSWERED);

            HttpResponse<String> ended = ask(ENDS, format, "text/event-stream", events);
            assertThat(ended.statusCode()).isEqualTo(200);
            assertThat(ended.body())
                    .contains("no-secrets-back", "github-pat-classic", "Keys stay.")
                    .doesNotContain("message_stop", "[DONE]", BEHIND);
            assertThat(texts(ended.body())).doesNotContain(KEY);
            assertFound(ENDS, Event.Effect.BLOCKED, Event.Result.STOPPED);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "messages, text",
        "messages, tool call",
        "chat, text",
        "chat, tool call",
        "responses, text",
        "responses, tool call",
        "gemini, text",
        "gemini, tool call"
    })
    void findsASecretInAWholeAnswer(String format, String place) throws Exception {
        String answer = whole(format, place, BEFORE + KEY + BEHIND);

        HttpResponse<String> marked = ask(MARKS, format, "application/json", List.of(answer));
        assertThat(marked.body()).isEqualTo(answer);
        assertFound(MARKS, Event.Effect.WARNED, Event.Result.ANSWERED);

        HttpResponse<String> ended = ask(ENDS, format, "application/json", List.of(answer));
        assertThat(ended.statusCode()).isEqualTo(format.equals("messages") ? 451 : 400);
        assertThat(ended.body()).contains("no-secrets-back").doesNotContain(KEY);
        assertFound(ENDS, Event.Effect.BLOCKED, Event.Result.STOPPED);
    }

    @Test
    void passesOnACleanAnswerByteForByteAndSaysThatItWasRead() throws Exception {
        List<String> events = stream("messages", "text", List.of("nothing", " of ", "note"));

        HttpResponse<String> answer = ask(ENDS, "messages", "text/event-stream", events);

        assertThat(answer.body()).isEqualTo(String.join("", events));
        assertThat(last(ENDS).look())
                .isEqualTo(
                        new Event.Look(Event.Effect.ALLOWED, null, List.of(), Event.Scan.COMPLETE));
    }

    @Test
    void countsASecretOnceHoweverOftenTheTextIsLookedAt() throws Exception {
        List<String> pieces = new ArrayList<>(List.of(KEY));
        for (int i = 0; i < 400; i++) {
            pieces.add(" and one more sentence with the number " + i + ".");
        }
        pieces.add(" " + KEY.replace('Q', 'R'));

        ask(MARKS, "messages", "text/event-stream", stream("messages", "text", pieces));

        assertThat(look(MARKS).findings())
                .containsExactly(new Event.FindingCount("github-pat-classic", "shaped", 2));
    }

    @Test
    void recordsHowMuchOfAnAnswerWasReadThatBrokeOff() throws Exception {
        List<String> events = stream("messages", "text", List.of("use ", KEY));
        MARKS.vendor()
                .behave((request, _) ->
                        FakeVendor.begin(request, events.get(0) + events.get(1))
                                .onSuccess(_ -> request.connection().close()));

        MARKS.ask(TestSite.CLEAN);

        assertFound(MARKS, Event.Effect.WARNED, Event.Result.CUT_SHORT);
    }

    @Test
    void readsWhatCameBeforeTheClientLeft() throws Exception {
        List<String> events = stream("messages", "text", List.of("use ", KEY));
        MARKS.vendor()
                .behave((request, _) ->
                        FakeVendor.begin(request, String.join("", events.subList(0, 2))));
        try (RawConnection client = MARKS.connect()) {
            client.write(RawConnection.prompt("", TestSite.CLEAN));
            client.readTo(KEY);
        }

        assertFound(MARKS, Event.Effect.WARNED, Event.Result.CLIENT_GONE);
    }

    @Test
    void doesNotSayThatItReadWhatItDidNot() throws Exception {
        MARKS.vendor()
                .behave((request, _) -> {
                    request.response().putHeader("content-length", "100");
                    var _ = request.response().write(Buffer.buffer("{\"content\""));
                    request.connection().close();
                });
        assertThat(MARKS.ask(TestSite.CLEAN).statusCode()).isEqualTo(502);
        assertThat(look(MARKS).scan()).isEqualTo(Event.Scan.NONE);

        MARKS.vendor()
                .behave((request, _) ->
                        request.response().end(Buffer.buffer(new byte[] {'{', (byte) 0xff, '}'})));
        MARKS.ask(TestSite.CLEAN);
        assertThat(look(MARKS).scan()).isEqualTo(Event.Scan.NONE);
    }

    @Test
    void doesNotPassOnWhatItCanNotRead() throws Exception {
        ENDS.vendor()
                .behave((request, _) -> {
                    request.response().putHeader("content-encoding", "br");
                    FakeVendor.answer(request, 200, "application/json", "{}");
                });

        HttpResponse<String> answer = ENDS.ask(TestSite.CLEAN);

        assertThat(answer.statusCode()).isEqualTo(451);
        assertThat(answer.body()).contains("not-scanned");
        assertThat(look(ENDS).scan()).isEqualTo(Event.Scan.NONE);
    }

    @Test
    void readsWhatIsNoJsonAsItStands() throws Exception {
        String page = "<html>Bad gateway, no token here</html>";
        ENDS.vendor().behave((request, _) -> FakeVendor.answer(request, 502, "text/html", page));
        assertThat(ENDS.ask(TestSite.CLEAN).body()).isEqualTo(page);
        assertThat(look(ENDS).scan()).isEqualTo(Event.Scan.COMPLETE);

        ENDS.vendor()
                .behave((request, _) ->
                        FakeVendor.answer(
                                request, 502, "text/html", page.replace("no token", KEY)));
        assertThat(ENDS.ask(TestSite.CLEAN).body()).contains("no-secrets-back");
    }

    @Test
    void doesNotReadAnswersUnlessThePolicySaysSo() throws Exception {
        try (TestSite site = TestSite.setup().start()) {
            String answer = whole("messages", "text", KEY);

            assertThat(ask(site, "messages", "application/json", List.of(answer)).body())
                    .isEqualTo(answer);
            assertThat(last(site).look()).isNull();
        }
    }

    private static void assertFound(TestSite site, Event.Effect effect, Event.Result result)
            throws InterruptedException {
        Event.Outcome outcome = last(site);
        assertThat(outcome.result()).isEqualTo(result);
        assertThat(outcome.look())
                .isEqualTo(
                        new Event.Look(
                                effect,
                                "no-secrets-back",
                                List.of(new Event.FindingCount("github-pat-classic", "shaped", 1)),
                                Event.Scan.COMPLETE));
    }

    private static Event.Look look(TestSite site) throws InterruptedException {
        return Objects.requireNonNull(last(site).look());
    }

    private static Event.Outcome last(TestSite site) throws InterruptedException {
        List<Event> events = site.ledger().await(2);
        while (!(events.getLast() instanceof Event.Outcome)) {
            events = site.ledger().await(events.size() + 1);
        }
        return (Event.Outcome) events.getLast();
    }

    /// Asks, and gets these as an answer, one after the other.
    private static HttpResponse<String> ask(
            TestSite site, String format, String type, List<String> pieces) throws Exception {
        site.vendor().behave((request, _) -> write(request, type, pieces));
        String path =
                switch (format) {
                    case "chat" -> "/v1/chat/completions";
                    case "responses" -> "/v1/responses";
                    case "gemini" -> "/v1beta/models/gemini-x:streamGenerateContent?alt=sse";
                    default -> "/v1/messages";
                };
        return site.send(site.post(path, TestSite.CLEAN));
    }

    private static void write(HttpServerRequest request, String type, List<String> pieces) {
        request.response().putHeader("content-type", type).setChunked(true);
        Future<Void> written = Future.succeededFuture();
        for (String piece : pieces.subList(0, pieces.size() - 1)) {
            // One write behind the other, so that not all are read at once.
            written = written.compose(_ -> request.response().write(Buffer.buffer(piece)));
        }
        var _ = written.compose(_ -> request.response().end(Buffer.buffer(pieces.getLast())));
    }

    private static List<String> stream(String format, String place, List<String> pieces) {
        List<String> events = new ArrayList<>();
        for (String piece : pieces) {
            events.add("data: " + delta(format, place).formatted(escaped(piece)) + "\n\n");
        }
        switch (format) {
            case "chat" -> {
                events.add(
                        "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n");
                events.add("data: [DONE]\n\n");
            }
            case "responses" -> {
                // All of it once more, as the format does.
                String text = escaped(String.join("", pieces));
                events.add(
                        "data: {\"type\":\"response.output_text.done\",\"output_index\":0,\"text\":\""
                                + text
                                + "\"}\n\n");
                events.add(
                        "data: {\"type\":\"response.completed\",\"response\":{\"status\":\"completed\",\"output\":"
                                + "[{\"content\":[{\"type\":\"output_text\",\"text\":\""
                                + text
                                + "\"}]}]}}\n\n");
            }
            case "gemini" ->
                    events.add(
                            "data: {\"candidates\":[{\"finishReason\":\"STOP\",\"index\":0}]}\n\n");
            default -> {
                events.add("data: {\"type\":\"content_block_stop\",\"index\":0}\n\n");
                events.add("data: {\"type\":\"message_stop\"}\n\n");
            }
        }
        return events;
    }

    /// The pieces of text of a stream, joined.
    private static String texts(String stream) {
        return Pattern.compile(
                        "\"(?:text|thinking|partial_json|content|arguments|delta)\":\"([^\"]*)\"")
                .matcher(stream)
                .results()
                .map(piece -> piece.group(1))
                .collect(Collectors.joining());
    }

    private static String delta(String format, String place) {
        String messages = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{%s}}";
        String chat = "{\"choices\":[{\"index\":0,\"delta\":{%s}}]}";
        return switch (format + ", " + place) {
            case "messages, text" -> messages.formatted("\"type\":\"text_delta\",\"text\":\"%s\"");
            case "messages, thinking" ->
                    messages.formatted("\"type\":\"thinking_delta\",\"thinking\":\"%s\"");
            case "messages, tool call" ->
                    messages.formatted("\"type\":\"input_json_delta\",\"partial_json\":\"%s\"");
            case "chat, text" -> chat.formatted("\"content\":\"%s\"");
            case "chat, tool call" ->
                    chat.formatted(
                            "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]");
            case "responses, text" ->
                    "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"item_id\":\"msg_1\",\"delta\":\"%s\"}";
            case "responses, tool call" ->
                    "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":0,\"delta\":\"%s\"}";
            case "gemini, text" ->
                    "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"%s\"}]},\"index\":0}],\"modelVersion\":\"gemini-x\"}";
            default -> throw new IllegalArgumentException(format + ", " + place);
        };
    }

    private static String whole(String format, String place, String text) {
        String message =
                switch (format + ", " + place) {
                    case "messages, text" -> "{\"content\":[{\"type\":\"text\",\"text\":\"%s\"}]}";
                    case "messages, tool call" ->
                            "{\"content\":[{\"type\":\"tool_use\",\"input\":{\"command\":\"%s\"}}]}";
                    case "chat, text" ->
                            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"%s\"}}]}";
                    case "chat, tool call" ->
                            "{\"choices\":[{\"message\":{\"tool_calls\":[{\"function\":{\"arguments\":\"%s\"}}]}}]}";
                    case "responses, text" ->
                            "{\"status\":\"completed\",\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"%s\"}]}]}";
                    case "responses, tool call" ->
                            "{\"output\":[{\"type\":\"function_call\",\"arguments\":\"%s\"}]}";
                    case "gemini, text" ->
                            "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"%s\"}]}}]}";
                    case "gemini, tool call" ->
                            "{\"candidates\":[{\"content\":{\"parts\":[{\"functionCall\":{\"args\":{\"command\":\"%s\"}}}]}}]}";
                    default -> throw new IllegalArgumentException(format + ", " + place);
                };
        return message.formatted(escaped(text));
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
