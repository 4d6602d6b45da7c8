// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.ledger.Event;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Wherever a stream cuts a secret, in each format and place of an answer ([WireMatrixTest] has
/// all): the record names it, and where the policy says so the answer ends before it is whole.
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

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource
    void findsASecretInAStreamWhereverItIsCut(Wire wire, Wire.Delivery delivery, Wire.Place place)
            throws Exception {
        String text = BEFORE + KEY + BEHIND;
        for (int cut = 0; cut <= text.length(); cut += 5) {
            int second = Math.min(text.length(), cut + 7);
            List<String> pieces =
                    List.of(
                            text.substring(0, cut),
                            text.substring(cut, second),
                            text.substring(second));
            List<byte[]> answer = wire.answer(delivery, place, pieces);

            HttpResponse<byte[]> marked = ask(MARKS, wire, delivery, answer);
            assertThat(marked.body()).isEqualTo(Cells.joined(answer));
            Cells.assertFound(MARKS, Event.Effect.WARNED, Event.Result.ANSWERED);

            HttpResponse<byte[]> ended = ask(ENDS, wire, delivery, answer);
            assertThat(ended.statusCode()).isEqualTo(200);
            String shown = Cells.shown(delivery, ended);
            assertThat(shown)
                    .contains("no-secrets-back", "github-pat-classic", "Keys stay.")
                    .doesNotContain("message_stop", "[DONE]", BEHIND);
            assertThat(texts(shown)).doesNotContain(KEY);
            Cells.assertFound(ENDS, Event.Effect.BLOCKED, Event.Result.STOPPED);
        }
    }

    static Stream<Arguments> findsASecretInAStreamWhereverItIsCut() {
        return Cells.answers()
                .filter(cell -> cell.get()[1] != Wire.Delivery.WHOLE)
                .filter(cell -> Cells.wire(cell).cuts(Cells.place(cell)));
    }

    @Test
    void passesOnACleanAnswerByteForByteAndSaysThatItWasRead() throws Exception {
        List<String> events = stream(List.of("nothing", " of ", "note"));

        HttpResponse<String> answer = ask(ENDS, events);

        assertThat(answer.body()).isEqualTo(String.join("", events));
        assertThat(Cells.last(ENDS).look())
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

        ask(MARKS, stream(pieces));

        assertThat(look(MARKS).findings())
                .containsExactly(new Event.FindingCount("github-pat-classic", "shaped", 2));
    }

    @Test
    void recordsHowMuchOfAnAnswerWasReadThatBrokeOff() throws Exception {
        List<String> events = stream(List.of("use ", KEY));
        MARKS.vendor()
                .behave((request, _) ->
                        FakeVendor.begin(request, events.get(0) + events.get(1))
                                .onSuccess(_ -> request.connection().close()));

        MARKS.ask(TestSite.CLEAN);

        Cells.assertFound(MARKS, Event.Effect.WARNED, Event.Result.CUT_SHORT);
    }

    @Test
    void readsWhatCameBeforeTheClientLeft() throws Exception {
        List<String> events = stream(List.of("use ", KEY));
        MARKS.vendor()
                .behave((request, _) ->
                        FakeVendor.begin(request, String.join("", events.subList(0, 2))));
        try (RawConnection client = MARKS.connect()) {
            client.write(RawConnection.prompt("", TestSite.CLEAN));
            client.readTo(KEY);
        }

        Cells.assertFound(MARKS, Event.Effect.WARNED, Event.Result.CLIENT_GONE);
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
            List<String> answer = stream(List.of(KEY));

            assertThat(ask(site, answer).body()).isEqualTo(String.join("", answer));
            assertThat(Cells.last(site).look()).isNull();
        }
    }

    private static Event.Look look(TestSite site) throws InterruptedException {
        return Objects.requireNonNull(Cells.last(site).look());
    }

    private static HttpResponse<byte[]> ask(
            TestSite site, Wire wire, Wire.Delivery delivery, List<byte[]> answer)
            throws Exception {
        site.vendor().behave((request, _) -> write(request, Wire.type(delivery), answer));
        String body = wire.prompt(delivery, Wire.Place.USER, "hello");
        return Cells.ask(site, wire, delivery, body);
    }

    /// Asks for Messages and gets these events.
    private static HttpResponse<String> ask(TestSite site, List<String> events) throws Exception {
        List<byte[]> pieces = events.stream().map(event -> event.getBytes(UTF_8)).toList();
        site.vendor().behave((request, _) -> write(request, "text/event-stream", pieces));
        return site.ask(TestSite.CLEAN);
    }

    private static void write(HttpServerRequest request, String type, List<byte[]> pieces) {
        request.response().putHeader("content-type", type).setChunked(true);
        Future<Void> written = Future.succeededFuture();
        for (byte[] piece : pieces.subList(0, pieces.size() - 1)) {
            // One write behind the other, so that not all are read at once.
            written = written.compose(_ -> request.response().write(Buffer.buffer(piece)));
        }
        var _ = written.compose(_ -> request.response().end(Buffer.buffer(pieces.getLast())));
    }

    private static List<String> stream(List<String> pieces) {
        return Wire.MESSAGES.answer(Wire.Delivery.EVENTS, Wire.Place.ANSWER_TEXT, pieces).stream()
                .map(event -> new String(event, UTF_8))
                .toList();
    }

    /// The pieces of text of a stream, joined.
    private static String texts(String stream) {
        return Pattern.compile(
                        "\"(?:text|thinking|partial_json|content|reasoning_content|arguments|delta)\":\"([^\"]*)\"")
                .matcher(stream)
                .results()
                .map(piece -> piece.group(1))
                .collect(Collectors.joining());
    }
}
