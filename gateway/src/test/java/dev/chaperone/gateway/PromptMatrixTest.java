// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Wherever a secret stands in a prompt and however it is written, in each format, streamed or not:
/// it is found, the prompt does not leave, and the record says so.
@Timeout(60)
class PromptMatrixTest {
    private static final String KEY = "ghp_Qm3vT8xLr2Nc5Wb9Yk7Zd4Hf6Js1Pg0aXeUu";
    private static final String FILLER = "An ordinary sentence of some length. ".repeat(20);
    private static final TestSite SITE = TestSite.setup().start();

    @AfterAll
    static void close() {
        SITE.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void findsASecret(String cell, String path, String body) throws Exception {
        int before = Math.toIntExact(SITE.ledger().size());
        int sent = SITE.vendor().received().size();

        HttpResponse<String> answer = SITE.send(SITE.post(path, body));

        assertThat(answer.statusCode()).isIn(451, 400);
        assertThat(answer.body()).contains("no-secrets", "github-pat-classic").doesNotContain(KEY);
        assertThat(SITE.vendor().received()).hasSize(sent);
        Event.Intent intent = (Event.Intent) SITE.ledger().await(before + 1).get(before);
        assertThat(intent.verdict().effect()).isEqualTo(Event.Effect.BLOCKED);
        assertThat(intent.verdict().rule()).isEqualTo("no-secrets");
        assertThat(intent.verdict().findings())
                .extracting(Event.FindingCount::detector)
                .contains("github-pat-classic");
        assertThat(intent.verdict().scan()).isEqualTo(Event.Scan.COMPLETE);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void letsTheSameThroughWithoutIt(String cell, String path, String body) throws Exception {
        HttpResponse<String> answer = SITE.send(SITE.post(path, body));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(SITE.vendor().received().getLast().text()).isEqualTo(body);
    }

    static Stream<Arguments> findsASecret() {
        return cells(KEY);
    }

    static Stream<Arguments> letsTheSameThroughWithoutIt() {
        return cells("nothing");
    }

    private static Stream<Arguments> cells(String secret) {
        Map<String, UnaryOperator<String>> writings = new TreeMap<>();
        writings.put("plain", text -> "use " + text + " please");
        writings.put("behind a line break", text -> "use\n" + text + "\nplease");
        writings.put("JSON in a string", text -> "{\"a\":{\"token\":\"" + text + "\"}}");
        writings.put("base64", text -> base64("token: " + text + " and so on"));
        writings.put("percent signs", text -> "https://x.example/?t=" + text.replace("_", "%5F"));
        List<Arguments> cells = new ArrayList<>();
        for (boolean stream : new boolean[] {true, false}) {
            for (Map.Entry<String, UnaryOperator<String>> writing : writings.entrySet()) {
                String text = quoted(writing.getValue().apply(secret));
                String name = writing.getKey() + (stream ? ", streamed" : "");
                anthropic(text)
                        .forEach((place, members) ->
                                cells.add(
                                        Arguments.of(
                                                "messages, " + place + ", " + name,
                                                "/v1/messages",
                                                body(stream, members))));
                responses(text)
                        .forEach((place, members) ->
                                cells.add(
                                        Arguments.of(
                                                "responses, " + place + ", " + name,
                                                "/v1/responses",
                                                body(stream, members))));
                gemini(text)
                        .forEach((place, members) ->
                                cells.add(
                                        Arguments.of(
                                                "gemini, " + place + ", " + name,
                                                "/v1beta/models/gemini-x:"
                                                        + (stream
                                                                ? "streamGenerateContent?alt=sse"
                                                                : "generateContent"),
                                                "{" + members + "}")));
                cells.add(
                        Arguments.of(
                                "embeddings, " + name,
                                "/v1/embeddings",
                                body(stream, "\"input\":[\"a\"," + text + "]")));
                cells.add(
                        Arguments.of(
                                "bedrock, " + name,
                                "/model/anthropic.claude-x/invoke"
                                        + (stream ? "-with-response-stream" : ""),
                                "{\"anthropic_version\":\"bedrock-2023-05-31\","
                                        + messages("user", text)
                                        + "}"));
                cells.add(
                        Arguments.of(
                                "vertex, " + name,
                                "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x:"
                                        + (stream ? "streamRawPredict" : "rawPredict"),
                                "{\"anthropic_version\":\"vertex-2023-10-16\","
                                        + messages("user", text)
                                        + "}"));
                cells.add(
                        Arguments.of(
                                "batches, " + name,
                                "/v1/messages/batches",
                                "{\"requests\":[{\"custom_id\":\"a\",\"params\":{"
                                        + messages("user", text)
                                        + "}}]}"));
                openAi(text)
                        .forEach((place, members) ->
                                cells.add(
                                        Arguments.of(
                                                "chat, " + place + ", " + name,
                                                "/v1/chat/completions",
                                                body(stream, members))));
            }
            String numbers = "\"" + byNumber("use " + secret + " please") + "\"";
            cells.add(
                    Arguments.of(
                            "messages, characters by number",
                            "/v1/messages",
                            body(stream, messages("user", numbers))));
            cells.add(
                    Arguments.of(
                            "messages, by number in JSON in a string",
                            "/v1/messages",
                            body(stream, messages("user", quoted("{\"a\":" + numbers + "}")))));
        }
        return cells.stream();
    }

    private static Map<String, String> anthropic(String text) {
        Map<String, String> places = new TreeMap<>();
        places.put("user", messages("user", text));
        places.put("user, in blocks", messages("user", blocks(text)));
        places.put("system", "\"system\":" + text + "," + messages("user", "\"hello\""));
        places.put("system, in blocks", "\"system\":" + blocks(text) + "," + hello());
        places.put("system in the conversation", messages("system", text));
        places.put(
                "tool result",
                messages("user", block("tool_result\",\"tool_use_id\":\"t1", "content", text)));
        places.put(
                "tool result, in blocks",
                messages(
                        "user",
                        block("tool_result\",\"tool_use_id\":\"t1", "content", blocks(text))));
        places.put(
                "tool call",
                messages(
                        "assistant",
                        block(
                                "tool_use\",\"id\":\"t1\",\"name\":\"Bash",
                                "input",
                                "{\"command\":" + text + "}")));
        places.put(
                "attached text",
                messages(
                        "user",
                        block(
                                "document",
                                "source",
                                "{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":"
                                        + text
                                        + "}")));
        places.put("answer of an earlier turn", messages("assistant", text) + ",\"x\":1");
        places.put("thought of an earlier turn", messages("assistant", thought(text)));
        places.put(
                "description of a tool",
                hello() + ",\"tools\":[{\"name\":\"t\",\"description\":" + text + "}]");
        places.put("member nobody knows", hello() + ",\"new_member\":{\"deep\":[" + text + "]}");
        places.put("ten turns ago", "\"messages\":[" + turns(text) + "]");
        return places;
    }

    private static Map<String, String> openAi(String text) {
        Map<String, String> places = new TreeMap<>();
        places.put("user", messages("user", text));
        places.put("user, in parts", messages("user", blocks(text)));
        places.put("system", messages("system", text));
        places.put("developer", messages("developer", text));
        places.put(
                "tool result",
                "\"messages\":[{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":"
                        + text
                        + "}]");
        places.put(
                "tool call",
                "\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"bash\",\"arguments\":"
                        + text
                        + "}}]}]");
        places.put("ten turns ago", "\"messages\":[" + turns(text) + "]");
        return places;
    }

    private static Map<String, String> responses(String text) {
        Map<String, String> places = new TreeMap<>();
        places.put("user", "\"input\":" + text);
        places.put("user, in items", "\"input\":[" + item("user", "input_text", text) + "]");
        places.put("instructions", "\"instructions\":" + text + ",\"input\":\"hello\"");
        places.put("developer", "\"input\":[" + item("developer", "input_text", text) + "]");
        places.put(
                "tool result",
                "\"input\":[{\"type\":\"function_call_output\",\"call_id\":\"c1\",\"output\":"
                        + text
                        + "}]");
        places.put(
                "tool call",
                "\"input\":[{\"type\":\"function_call\",\"call_id\":\"c1\",\"name\":\"run\",\"arguments\":"
                        + text
                        + "}]");
        places.put(
                "answer of an earlier turn",
                "\"input\":[" + item("assistant", "output_text", text) + "]");
        places.put("metadata", "\"input\":\"hello\",\"client_metadata\":{\"a\":" + text + "}");
        return places;
    }

    private static String item(String role, String type, String text) {
        return "{\"type\":\"message\",\"role\":\""
                + role
                + "\",\"content\":"
                + block(type, "text", text)
                + "}";
    }

    private static Map<String, String> gemini(String text) {
        Map<String, String> places = new TreeMap<>();
        places.put("user", contents("user", "{\"text\":" + text + "}"));
        places.put(
                "system",
                "\"systemInstruction\":{\"parts\":[{\"text\":"
                        + text
                        + "}]},"
                        + contents("user", "{\"text\":\"hello\"}"));
        places.put(
                "tool result",
                contents(
                        "user",
                        "{\"functionResponse\":{\"name\":\"run\",\"response\":{\"output\":"
                                + text
                                + "}}}"));
        places.put(
                "tool call",
                contents(
                        "model",
                        "{\"functionCall\":{\"name\":\"run\",\"args\":{\"command\":"
                                + text
                                + "}}}"));
        places.put("answer of an earlier turn", contents("model", "{\"text\":" + text + "}"));
        return places;
    }

    private static String contents(String role, String part) {
        return "\"contents\":[{\"role\":\"" + role + "\",\"parts\":[" + part + "]}]";
    }

    private static String body(boolean stream, String members) {
        return "{\"model\":\"m\",\"max_tokens\":10," + members + ",\"stream\":" + stream + "}";
    }

    private static String hello() {
        return messages("user", "\"hello\"");
    }

    private static String messages(String role, String content) {
        return "\"messages\":[" + message(role, content) + "]";
    }

    private static String message(String role, String content) {
        return "{\"role\":\"" + role + "\",\"content\":" + content + "}";
    }

    private static String blocks(String text) {
        return block("text", "text", text);
    }

    private static String thought(String text) {
        return "[{\"type\":\"thinking\",\"signature\":\"c2ln\",\"thinking\":" + text + "}]";
    }

    private static String block(String type, String member, String value) {
        return "[{\"type\":\"" + type + "\",\"" + member + "\":" + value + "}]";
    }

    /// A text, and ten turns behind it.
    private static String turns(String text) {
        StringBuilder turns = new StringBuilder(message("user", text));
        for (int i = 0; i < 10; i++) {
            turns.append(',').append(message("assistant", quoted("Answer " + i + ". " + FILLER)));
            turns.append(',').append(message("user", quoted("Question " + i + ". " + FILLER)));
        }
        return turns.toString();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String byNumber(String text) {
        StringBuilder numbers = new StringBuilder();
        text.chars().forEach(c -> numbers.append("\\u%04x".formatted(c)));
        return numbers.toString();
    }

    private static String quoted(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + "\"";
    }
}
