// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Every form of prompts × every way its answers come × every place a text may stand: each is read,
/// decided upon and recorded, or there is a reason why there is no such cell.
///
/// How a secret may be written is the affair of [PromptMatrixTest], how a stream may cut it that of
/// [AnswerMatrixTest].
@Timeout(60)
class WireMatrixTest {
    private static final String KEY = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";
    private static final Pattern PLACEHOLDER =
            Pattern.compile("\\[redacted:github-pat-classic:\\w{10}]");
    private static final String NO_PICTURES =
            "  - {id: no-pictures, detect: [attachment], action: block}\n";
    private static final String NO_SECRETS_BACK =
            "  - {id: no-secrets-back, in: [answers], detect: [secret], action: block}\n";
    private static final TestSite STRICT =
            TestSite.setup().policy(NO_PICTURES + NO_SECRETS_BACK).start();
    private static final TestSite MARKING =
            TestSite.setup().policy(NO_SECRETS_BACK.replace("block", "warn")).start();
    private static final TestSite RESTORING =
            TestSite.setup()
                    .rules(
                            "  - {id: out, detect: [github-pat-classic], action: redact, restore: true}\n")
                    .policy(NO_SECRETS_BACK)
                    .start();

    @AfterAll
    static void close() {
        STRICT.close();
        MARKING.close();
        RESTORING.close();
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("prompts")
    void blocksAPromptThatHoldsWhatThePolicyForbids(
            Wire wire, Wire.Delivery delivery, Wire.Place place) throws Exception {
        boolean picture = place == Wire.Place.ATTACHED_PICTURE;
        int before = Math.toIntExact(STRICT.ledger().size());

        HttpResponse<byte[]> answer =
                Cells.ask(
                        STRICT,
                        wire,
                        delivery,
                        wire.prompt(delivery, place, "use " + KEY + " please"));

        assertThat(answer.statusCode()).isIn(451, 400);
        assertThat(Cells.text(answer)).contains(picture ? "no-pictures" : "no-secrets");
        assertThat(STRICT.vendor().received()).isEmpty();
        Event.Intent intent = (Event.Intent) STRICT.ledger().await(before + 1).get(before);
        assertThat(intent.use().stream()).isEqualTo(delivery != Wire.Delivery.WHOLE);
        assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(intent.verdict().rule()).isEqualTo(picture ? "no-pictures" : "no-secrets");
        assertThat(intent.verdict().scan())
                .isEqualTo(picture ? Event.Scan.PARTIAL : Event.Scan.COMPLETE);
        assertThat(intent.verdict().findings())
                .extracting(Event.FindingCount::detector)
                .containsExactlyElementsOf(picture ? List.of() : List.of("github-pat-classic"));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("prompts")
    void letsThroughAndRecordsWhatItAllows(Wire wire, Wire.Delivery delivery, Wire.Place place)
            throws Exception {
        String body = wire.prompt(delivery, place, "nothing of note");
        int before = Math.toIntExact(MARKING.ledger().size());

        MARKING.vendor()
                .behave((request, _) -> FakeVendor.answer(request, 200, "application/json", "{}"));
        HttpResponse<byte[]> answer = Cells.ask(MARKING, wire, delivery, body);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(MARKING.vendor().received().getLast().text()).isEqualTo(body);
        Event.Intent intent = (Event.Intent) MARKING.ledger().await(before + 2).get(before);
        assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.ALLOWED);
        assertThat(intent.verdict().scan())
                .isEqualTo(
                        place == Wire.Place.ATTACHED_PICTURE
                                ? Event.Scan.PARTIAL
                                : Event.Scan.COMPLETE);
        assertThat(Objects.requireNonNull(intent.prompt()).bytes()).isEqualTo(body.length());
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("answers")
    void endsAnAnswerThatHoldsWhatThePolicyForbids(
            Wire wire, Wire.Delivery delivery, Wire.Place place) throws Exception {
        List<byte[]> answer = wire.answer(delivery, place, cut("it is ", KEY, " as you know"));

        HttpResponse<byte[]> ended = ask(RESTORING, wire, delivery, place, _ -> answer);

        assertThat(ended.statusCode())
                .isIn(delivery == Wire.Delivery.WHOLE ? List.of(451, 400) : List.of(200));
        assertThat(Cells.shown(delivery, ended))
                .contains("no-secrets-back")
                .doesNotContain(KEY, "as you know");
        Cells.assertFound(RESTORING, Event.Effect.BLOCKED, Event.Result.STOPPED);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("answers")
    void marksAnAnswerAndPassesItOnByteForByte(Wire wire, Wire.Delivery delivery, Wire.Place place)
            throws Exception {
        List<byte[]> answer = wire.answer(delivery, place, cut("it is ", KEY, " as you know"));

        HttpResponse<byte[]> marked = ask(MARKING, wire, delivery, place, _ -> answer);

        assertThat(marked.body()).isEqualTo(Cells.joined(answer));
        Cells.assertFound(MARKING, Event.Effect.WARNED, Event.Result.ANSWERED);
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("answers")
    void recordsThatACleanAnswerWasRead(Wire wire, Wire.Delivery delivery, Wire.Place place)
            throws Exception {
        List<byte[]> answer = wire.answer(delivery, place, List.of("nothing", " of ", "note"));

        HttpResponse<byte[]> clean = ask(RESTORING, wire, delivery, place, _ -> answer);

        assertThat(clean.body()).isEqualTo(Cells.joined(answer));
        assertThat(Cells.last(RESTORING).result()).isEqualTo(Event.Result.ANSWERED);
        assertThat(Cells.last(RESTORING).look())
                .isEqualTo(
                        new Event.Look(Event.Effect.ALLOWED, null, List.of(), Event.Scan.COMPLETE));
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("restored")
    void putsBackWhatWasTakenOutOfThePrompt(Wire wire, Wire.Delivery delivery, Wire.Place place)
            throws Exception {
        HttpResponse<byte[]> answer =
                ask(
                        RESTORING,
                        wire,
                        delivery,
                        place,
                        name -> wire.answer(delivery, place, cut("it is ", name, " as you know")));

        assertThat(Cells.shown(delivery, answer))
                .contains("it is " + KEY, " as you know")
                .doesNotContain("[redacted:");
        assertThat(Cells.last(RESTORING).result()).isEqualTo(Event.Result.ANSWERED);
    }

    @Test
    void endsAnArrayAsAnArrayBeforeAnythingOfItHasGoneOut() throws Exception {
        List<byte[]> answer =
                Wire.GEMINI.answer(Wire.Delivery.ARRAY, Wire.Place.ANSWER_TEXT, List.of(KEY));

        HttpResponse<byte[]> ended =
                ask(
                        RESTORING,
                        Wire.GEMINI,
                        Wire.Delivery.ARRAY,
                        Wire.Place.ANSWER_TEXT,
                        _ -> answer);

        assertThat(Cells.text(ended)).startsWith("[{\"error\":{\"code\":400").endsWith("}}]");
    }

    @Test
    void passesAnArrayOnAsItComesAndEndsItAsAnArray() throws Exception {
        CompletableFuture<HttpServerRequest> asked = new CompletableFuture<>();
        RESTORING
                .vendor()
                .behave((request, _) -> {
                    request.response().putHeader("content-type", "application/json");
                    var _ = request.response().setChunked(true).write("[" + part("first, "));
                    asked.complete(request);
                });
        try (RawConnection client = RESTORING.connect()) {
            client.write(
                    RawConnection.prompt("", TestSite.CLEAN)
                            .replace("/v1/messages", Wire.GEMINI.path(Wire.Delivery.ARRAY)));
            assertThat(client.readTo("first")).contains("[{\"candidates\"");

            var _ = asked.get().response().end("," + part(KEY) + "]");

            assertThat(client.readTo("\r\n0\r\n"))
                    .contains(",{\"error\":{\"code\":400")
                    .doesNotContain(KEY);
        }
    }

    private static String part(String text) {
        return "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}}]}";
    }

    @Test
    void hasAReasonForEveryCellThatIsMissing() {
        List<String> missing = new ArrayList<>();
        for (Wire wire : Wire.values()) {
            for (Wire.Delivery delivery : Wire.Delivery.values()) {
                String reason = wire.senseless(delivery, Wire.Place.USER);
                if (reason != null) {
                    missing.add(wire + " " + delivery + ": " + reason);
                }
            }
        }

        assertThat(missing)
                .containsExactly(
                        "MESSAGES ARRAY: it streams server-sent events only",
                        "MESSAGES FRAMES: it streams server-sent events only",
                        "COUNT_TOKENS EVENTS: it does not stream",
                        "COUNT_TOKENS ARRAY: it does not stream",
                        "COUNT_TOKENS FRAMES: it does not stream",
                        "BATCHES EVENTS: it does not stream",
                        "BATCHES ARRAY: it does not stream",
                        "BATCHES FRAMES: it does not stream",
                        "BEDROCK EVENTS: it streams binary frames only",
                        "BEDROCK ARRAY: it streams binary frames only",
                        "VERTEX_CLAUDE ARRAY: it streams server-sent events only",
                        "VERTEX_CLAUDE FRAMES: it streams server-sent events only",
                        "CHAT ARRAY: it streams server-sent events only",
                        "CHAT FRAMES: it streams server-sent events only",
                        "RESPONSES ARRAY: it streams server-sent events only",
                        "RESPONSES FRAMES: it streams server-sent events only",
                        "EMBEDDINGS EVENTS: it does not stream",
                        "EMBEDDINGS ARRAY: it does not stream",
                        "EMBEDDINGS FRAMES: it does not stream",
                        "GEMINI FRAMES: it streams no frames",
                        "VERTEX_GEMINI FRAMES: it streams no frames");
    }

    static Stream<Arguments> prompts() {
        return Cells.prompts();
    }

    static Stream<Arguments> answers() {
        return Cells.answers();
    }

    /// Nobody names a placeholder within a picture.
    static Stream<Arguments> restored() {
        return answers().filter(cell -> Cells.place(cell) != Wire.Place.ANSWER_ATTACHMENT);
    }

    /// A text with something in it that is cut in two.
    private static List<String> cut(String before, String middle, String behind) {
        return List.of(before + middle.substring(0, 9), middle.substring(9) + behind, " indeed.");
    }

    /// Sends a prompt with a key in it, or one without to a site that lets no key through, and gets
    /// an answer.
    ///
    /// @param answer by the placeholder that came instead of the key
    private static HttpResponse<byte[]> ask(
            TestSite site,
            Wire wire,
            Wire.Delivery delivery,
            Wire.Place place,
            Function<String, List<byte[]>> answer)
            throws Exception {
        assertThat(place.isInAnswer()).isTrue();
        site.vendor()
                .behave((request, body) -> {
                    Matcher placeholder = PLACEHOLDER.matcher(body.toString());
                    String name = placeholder.find() ? placeholder.group() : "";
                    write(request, Wire.type(delivery), answer.apply(name));
                });
        String text = site == RESTORING ? "use " + KEY : "hello";
        return Cells.ask(site, wire, delivery, wire.prompt(delivery, Wire.Place.USER, text));
    }

    private static void write(HttpServerRequest request, String type, List<byte[]> pieces) {
        request.response().putHeader("content-type", type).setChunked(true);
        Future<Void> written = Future.succeededFuture();
        for (byte[] piece : pieces) {
            // Cut in the middle, as a network does.
            Buffer whole = Buffer.buffer(piece);
            int half = piece.length / 2;
            written =
                    written.compose(_ -> request.response().write(whole.slice(0, half)))
                            .compose(
                                    _ -> request.response().write(whole.slice(half, piece.length)));
        }
        var _ = written.compose(_ -> request.response().end());
    }
}
