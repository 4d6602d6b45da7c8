// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class RestoringTest {
    private static final String KEY = "[redacted:github-token:7k3m9q2p4x]";
    private static final String QUOTED = "[redacted:password-assignment:2222222222]";
    private static final Map<String, byte[]> VALUES =
            Map.of(KEY, "ghp_secret".getBytes(UTF_8), QUOTED, "pa\"ss\\wörd\n".getBytes(UTF_8));
    private static final String STOP =
            """
            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            """;

    @Test
    void restoresAWholeAnswer() {
        String answer =
                """
                {"content":[{"type":"text","text":"use %s, not %s"},
                 {"type":"tool_use","input":{"command":"login %s"}}],"usage":{"output_tokens":1}}\
                """
                        .formatted(KEY, QUOTED, KEY);

        assertThat(whole(answer))
                .isEqualTo(
                        """
                        {"content":[{"type":"text","text":"use ghp_secret, not pa\\"ss\\\\wörd\\n"},
                         {"type":"tool_use","input":{"command":"login ghp_secret"}}],"usage":{"output_tokens":1}}\
                        """);
    }

    @Test
    void escapesOnceMoreWhereAStringHoldsJson() {
        String answer = "{\"arguments\":\"{\\\"password\\\":\\\"" + QUOTED + "\\\"}\"}";

        assertThat(whole(answer, WireFormat.OPENAI_CHAT))
                .isEqualTo(
                        "{\"arguments\":\"{\\\"password\\\":\\\"pa\\\\\\\"ss\\\\\\\\wörd\\\\n\\\"}\"}");
    }

    @Test
    void takesAnArgumentOfAToolForTextAsAnyOther() {
        String input = "{\"input\":{\"arguments\":\"" + QUOTED + "\",\"name\":\"" + KEY + "\"}}";

        assertThat(whole(input))
                .isEqualTo(
                        "{\"input\":{\"arguments\":\"pa\\\"ss\\\\wörd\\n\",\"name\":\"ghp_secret\"}}");
        assertThat(passed(event(input))).isEqualTo(event(whole(input)));
    }

    @Test
    void restoresAStreamOfResponses() {
        String text =
                "{\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"%s\"}";
        String call =
                "{\"type\":\"response.function_call_arguments.delta\",\"output_index\":1,\"delta\":\"%s\"}";
        String done =
                "{\"type\":\"response.output_text.done\",\"output_index\":0,\"text\":\"a %s\"}";
        Restoring restoring = new Restoring(VALUES, WireFormat.OPENAI_RESPONSES);
        String stream =
                event(text.formatted("a " + QUOTED.substring(0, 12)))
                        + event(call.formatted(QUOTED.substring(0, 5)))
                        + event(text.formatted(QUOTED.substring(12)))
                        + event(call.formatted(QUOTED.substring(5)))
                        + event(done.formatted(QUOTED));

        String once = "pa\\\"ss\\\\wörd\\n";
        assertThat(text(restoring.events(stream.getBytes(UTF_8))) + text(restoring.rest()))
                .isEqualTo(
                        event(text.formatted("a " + once))
                                + event(call.formatted("pa\\\\\\\"ss\\\\\\\\wörd\\\\n"))
                                + event(text.formatted(""))
                                + event(call.formatted(""))
                                + event(done.formatted(once)));
    }

    @Test
    void restoresWhatComesInSeveralLinesOfData() {
        String event =
                """
                event: content_block_delta
                data: {"index": 0, "delta": {"text":
                data: "use %s"
                data: }}

                """;

        assertThat(passed(event.formatted(KEY))).isEqualTo(event.formatted("ghp_secret"));
        assertThat(passed(event.formatted(KEY).replace("\n", "\r\n")))
                .isEqualTo(event.formatted("ghp_secret").replace("\n", "\r\n"));
    }

    @Test
    void restoresWhatAStreamCutsAnywhere() {
        String text = "a [" + KEY + KEY + "[re] " + QUOTED + " b";
        String restored = "a [ghp_secretghp_secret[re] pa\"ss\\wörd\n b";
        for (int first = 0; first <= text.length(); first++) {
            for (int second = first; second <= text.length(); second += 3) {
                List<String> pieces =
                        List.of(
                                text.substring(0, first),
                                text.substring(first, second),
                                text.substring(second));

                assertThat(joined(passed(pieces, 1))).isEqualTo(restored);
                assertThat(joined(passed(pieces, 3))).isEqualTo(restored);
            }
        }
    }

    @Test
    void restoresWhatComesCharacterByCharacterInAToolCall() {
        StringBuilder stream = new StringBuilder();
        for (char c : ("{\"token\":\"" + QUOTED + "\"}").toCharArray()) {
            stream.append(
                    """
                    event: content_block_delta
                    data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"%s"}}

                    event: ping
                    data: {"type": "ping"}

                    """
                            .formatted(escaped(String.valueOf(c))));
        }

        String out = passed(stream.append(STOP).toString());

        assertThat(joined(out)).isEqualTo("{\"token\":\"pa\\\"ss\\\\wörd\\n\"}");
        assertThat(out).endsWith(STOP);
    }

    @Test
    void passesOnByteForByteWhatHoldsNoPlaceholder() {
        String stream =
                """
                event: message_start
                data: { "type":"message_start", "x" : "\\u00e9 [redacted:github-token:" }

                : a comment

                data: not json [redacted:github-token:7k3m9q2p4x]

                data: {"delta":{"text":"array[redacted"}}

                data: {"delta":{"text":"[0] [redacted:other:7k3m9q2p4x]["}}

                data: [DONE]

                """;

        assertThat(passed(stream)).isEqualTo(stream);
        assertThat(whole("no json " + KEY)).isEqualTo("no json " + KEY);
        assertThat(passed(stream.replace("\n", "\r\n"))).isEqualTo(stream.replace("\n", "\r\n"));
    }

    @Test
    void holdsAnEventBackOnlyWhileAPlaceholderMayGoOn() {
        Restoring restoring = new Restoring(VALUES, WireFormat.ANTHROPIC_MESSAGES);
        String open = delta("x [redacted:git");
        String other = delta(" hub");

        assertThat(text(restoring.events(open.getBytes(UTF_8)))).isEmpty();
        assertThat(text(restoring.events(other.getBytes(UTF_8)))).isEqualTo(open + other);
        assertThat(text(restoring.events(open.getBytes(UTF_8)))).isEmpty();
        assertThat(text(restoring.events(STOP.getBytes(UTF_8)))).isEqualTo(open + STOP);
        assertThat(text(restoring.events(open.getBytes(UTF_8)))).isEmpty();
        assertThat(text(restoring.rest())).isEqualTo(open);
    }

    @Test
    void looksAtEachBracketOnlyAsFarAsAPlaceholderReaches() {
        String brackets = "[".repeat(2 * 1024 * 1024);
        String answer = "{\"text\":\"" + brackets + KEY + "\"}";

        assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertThat(whole(answer)).endsWith("[ghp_secret\"}"));
    }

    @Test
    void takesTextsThatComeSideBySideApart() {
        String one = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"%s\"}}]}";
        String two = "{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"%s\"}}]}";
        String stream =
                event(one.formatted("[redacted:github-"))
                        + event(two.formatted("other"))
                        + event(one.formatted("token:7k3m9q2p4x]!"));

        assertThat(passed(stream))
                .isEqualTo(
                        event(one.formatted("ghp_secret"))
                                + event(two.formatted("other"))
                                + event(one.formatted("!")));
    }

    @Test
    void takesTextsThatComeInOneEventApart() {
        String both =
                """
                {"choices":[{"index":0,"delta":{"content":"%s"}},{"delta":{"content":"%s"},"index":1}]}\
                """;
        String stream =
                event(both.formatted("[redacted:", "[redacted:github-token:7k3m"))
                        + event(both.formatted("other", "9q2p4x]"));

        assertThat(passed(stream))
                .isEqualTo(
                        event(both.formatted("[redacted:", "ghp_secret"))
                                + event(both.formatted("other", "")));
    }

    @Test
    void takesNoLongerForManyValues() {
        Map<String, byte[]> many = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            many.put("[redacted:github-token:%010d]".formatted(i), "v".getBytes(UTF_8));
        }
        StringBuilder pieces = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            pieces.append(delta("x [redacted:github-token:00000"));
        }
        Restoring restoring = new Restoring(many, WireFormat.ANTHROPIC_MESSAGES);

        String stream = pieces.toString();
        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () ->
                        assertThat(
                                        text(restoring.events(stream.getBytes(UTF_8)))
                                                + text(restoring.rest()))
                                .isEqualTo(stream));
    }

    private static String whole(String answer) {
        return whole(answer, WireFormat.ANTHROPIC_MESSAGES);
    }

    private static String whole(String answer, WireFormat format) {
        return text(new Restoring(VALUES, format).whole(answer.getBytes(UTF_8)));
    }

    /// A stream with these pieces of text, given in steps of some events.
    private static String passed(List<String> pieces, int step) {
        Restoring restoring = new Restoring(VALUES, WireFormat.ANTHROPIC_MESSAGES);
        StringBuilder out = new StringBuilder();
        List<String> events = new ArrayList<>(pieces.stream().map(RestoringTest::delta).toList());
        events.add(STOP);
        for (int i = 0; i < events.size(); i += step) {
            String some = String.join("", events.subList(i, Math.min(events.size(), i + step)));
            out.append(text(restoring.events(some.getBytes(UTF_8))));
        }
        return out.append(text(restoring.rest())).toString();
    }

    private static String passed(String stream) {
        Restoring restoring = new Restoring(VALUES, WireFormat.ANTHROPIC_MESSAGES);
        return text(restoring.events(stream.getBytes(UTF_8))) + text(restoring.rest());
    }

    private static String delta(String text) {
        return """
        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"%s"}}

        """
                .formatted(escaped(text));
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    /// The text that a stream brings, its pieces joined.
    private static String joined(String stream) {
        GrowingTexts texts = new GrowingTexts();
        byte[] bytes = stream.getBytes(UTF_8);
        texts.saw(bytes, 0, bytes.length);
        List<String> all = new ArrayList<>();
        texts.look(text -> all.add(new String(text.bytes(), 0, text.length(), UTF_8)));
        return String.join("|", all);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
