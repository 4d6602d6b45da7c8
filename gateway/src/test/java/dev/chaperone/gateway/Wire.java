// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

import dev.chaperone.protocols.EventFrames;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// The forms in which prompts come to the gateway, with what stands where in them and in their
/// answers.
enum Wire {
    MESSAGES,
    COUNT_TOKENS,
    BATCHES,
    BEDROCK,
    VERTEX_CLAUDE,
    CHAT,
    RESPONSES,
    EMBEDDINGS,
    GEMINI,
    VERTEX_GEMINI;

    private static final String PICTURE =
            Base64.getEncoder().encodeToString("\u0089PNG and some bytes more".getBytes(UTF_8));

    /// How an answer comes.
    enum Delivery {
        WHOLE,
        /// Server-sent events.
        EVENTS,
        /// A JSON array.
        ARRAY,
        /// Binary frames.
        FRAMES
    }

    /// Where a text stands.
    enum Place {
        USER,
        SYSTEM,
        TOOL_RESULT,
        EARLIER_TOOL_CALL,
        EARLIER_THOUGHT,
        ATTACHED_TEXT,
        ATTACHED_PICTURE,
        ANSWER_TEXT,
        ANSWER_THOUGHT,
        ANSWER_TOOL_CALL,
        ANSWER_ATTACHMENT;

        boolean isInAnswer() {
            return name().startsWith("ANSWER");
        }
    }

    private enum Shape {
        CLAUDE,
        CHAT,
        RESPONSES,
        EMBEDDINGS,
        GOOGLE
    }

    private Shape shape() {
        return switch (this) {
            case MESSAGES, COUNT_TOKENS, BATCHES, BEDROCK, VERTEX_CLAUDE -> Shape.CLAUDE;
            case CHAT -> Shape.CHAT;
            case RESPONSES -> Shape.RESPONSES;
            case EMBEDDINGS -> Shape.EMBEDDINGS;
            case GEMINI, VERTEX_GEMINI -> Shape.GOOGLE;
        };
    }

    /// Why there is nothing to test in a cell; null when there is.
    @Nullable String senseless(Delivery delivery, Place place) {
        String other =
                switch (this) {
                    case MESSAGES, VERTEX_CLAUDE, CHAT, RESPONSES ->
                            delivery == Delivery.ARRAY || delivery == Delivery.FRAMES
                                    ? "it streams server-sent events only"
                                    : null;
                    case BEDROCK ->
                            delivery == Delivery.EVENTS || delivery == Delivery.ARRAY
                                    ? "it streams binary frames only"
                                    : null;
                    case GEMINI, VERTEX_GEMINI ->
                            delivery == Delivery.FRAMES ? "it streams no frames" : null;
                    case COUNT_TOKENS, BATCHES, EMBEDDINGS ->
                            delivery == Delivery.WHOLE ? null : "it does not stream";
                };
        if (other != null) {
            return other;
        }
        return switch (this) {
            case COUNT_TOKENS -> place.isInAnswer() ? "its answer is a number" : null;
            case BATCHES ->
                    place.isInAnswer() ? "its answers are asked for later: FilesTest" : null;
            case EMBEDDINGS ->
                    place.isInAnswer()
                            ? "its answer is numbers"
                            : place == Place.USER ? null : "it takes texts and nothing else";
            default -> null;
        };
    }

    String path(Delivery delivery) {
        boolean stream = delivery != Delivery.WHOLE;
        String google =
                stream
                        ? ":streamGenerateContent" + (delivery == Delivery.EVENTS ? "?alt=sse" : "")
                        : ":generateContent";
        return switch (this) {
            case MESSAGES -> "/v1/messages";
            case COUNT_TOKENS -> "/v1/messages/count_tokens";
            case BATCHES -> "/v1/messages/batches";
            case BEDROCK -> "/model/claude-x/invoke" + (stream ? "-with-response-stream" : "");
            case VERTEX_CLAUDE ->
                    "/v1/projects/p/locations/l/publishers/anthropic/models/claude-x:"
                            + (stream ? "streamRawPredict" : "rawPredict");
            case CHAT -> "/v1/chat/completions";
            case RESPONSES -> "/v1/responses";
            case EMBEDDINGS -> "/v1/embeddings";
            case GEMINI -> "/v1beta/models/gemini-x" + google;
            case VERTEX_GEMINI ->
                    "/v1/projects/p/locations/l/publishers/google/models/gemini-x" + google;
        };
    }

    /// A prompt with a text in a place.
    String prompt(Delivery delivery, Place place, String text) {
        String members =
                switch (shape()) {
                    case CLAUDE -> claude(place, text);
                    case CHAT -> chat(place, text);
                    case RESPONSES -> responses(place, text);
                    case EMBEDDINGS -> "\"input\":[\"a\"," + quoted(text) + "]";
                    case GOOGLE -> google(place, text);
                };
        return switch (this) {
            case BATCHES -> "{\"requests\":[{\"custom_id\":\"a\",\"params\":{" + members + "}}]}";
            case BEDROCK, GEMINI, VERTEX_GEMINI -> "{" + members + "}";
            case MESSAGES, COUNT_TOKENS, VERTEX_CLAUDE, CHAT, RESPONSES, EMBEDDINGS ->
                    "{\"model\":\"m\"," + members + stream(delivery) + "}";
        };
    }

    private static String stream(Delivery delivery) {
        return delivery == Delivery.WHOLE ? "" : ",\"stream\":true";
    }

    private static String claude(Place place, String text) {
        String quoted = quoted(text);
        return switch (place) {
            case USER -> message("user", "[{\"type\":\"text\",\"text\":%s}]", quoted);
            case SYSTEM ->
                    "\"system\":[{\"type\":\"text\",\"text\":%s}],".formatted(quoted)
                            + message("user", "%s", "\"hello\"");
            case TOOL_RESULT ->
                    message(
                            "user",
                            "[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":[{\"type\":\"text\",\"text\":%s}]}]",
                            quoted);
            case EARLIER_TOOL_CALL ->
                    message(
                            "assistant",
                            "[{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Bash\",\"input\":{\"command\":%s}}]",
                            quoted);
            case EARLIER_THOUGHT ->
                    message(
                            "assistant",
                            "[{\"type\":\"thinking\",\"signature\":\"c2ln\",\"thinking\":%s}]",
                            quoted);
            case ATTACHED_TEXT ->
                    message(
                            "user",
                            "[{\"type\":\"document\",\"source\":{\"type\":\"text\",\"media_type\":\"text/plain\",\"data\":%s}}]",
                            quoted);
            case ATTACHED_PICTURE ->
                    message(
                            "user",
                            "[{\"type\":\"image\",\"source\":{\"type\":\"base64\",\"media_type\":\"image/png\",\"data\":%s}}]",
                            quoted(PICTURE));
            default -> throw new IllegalArgumentException(place.name());
        };
    }

    private static String chat(Place place, String text) {
        String quoted = quoted(text);
        return switch (place) {
            case USER -> message("user", "[{\"type\":\"text\",\"text\":%s}]", quoted);
            case SYSTEM -> message("system", "%s", quoted);
            case TOOL_RESULT ->
                    message(
                            "tool\",\"tool_call_id\":\"c",
                            "[{\"type\":\"text\",\"text\":%s}]",
                            quoted);
            case EARLIER_TOOL_CALL ->
                    message(
                            "assistant",
                            "null,\"tool_calls\":[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"bash\",\"arguments\":%s}}]",
                            quoted);
            case EARLIER_THOUGHT -> message("assistant", "\"\",\"reasoning_content\":%s", quoted);
            case ATTACHED_TEXT ->
                    message(
                            "user",
                            "[{\"type\":\"file\",\"file\":{\"filename\":\"a.txt\",\"file_data\":%s}}]",
                            quoted("data:text/plain;base64," + base64(text)));
            case ATTACHED_PICTURE ->
                    message(
                            "user",
                            "[{\"type\":\"image_url\",\"image_url\":{\"url\":%s}}]",
                            quoted("data:image/png;base64," + PICTURE));
            default -> throw new IllegalArgumentException(place.name());
        };
    }

    private static String responses(Place place, String text) {
        String item =
                switch (place) {
                    case USER -> item("user", "input_text\",\"text", text);
                    case SYSTEM -> item("developer", "input_text\",\"text", text);
                    case TOOL_RESULT ->
                            "{\"type\":\"function_call_output\",\"call_id\":\"c\",\"output\":%s}"
                                    .formatted(quoted(text));
                    case EARLIER_TOOL_CALL ->
                            "{\"type\":\"function_call\",\"call_id\":\"c\",\"name\":\"run\",\"arguments\":%s}"
                                    .formatted(quoted(text));
                    case EARLIER_THOUGHT ->
                            "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":%s}]}"
                                    .formatted(quoted(text));
                    case ATTACHED_TEXT ->
                            item(
                                    "user",
                                    "input_file\",\"filename\":\"a.txt\",\"file_data",
                                    "data:text/plain;base64," + base64(text));
                    case ATTACHED_PICTURE ->
                            item(
                                    "user",
                                    "input_image\",\"image_url",
                                    "data:image/png;base64," + PICTURE);
                    default -> throw new IllegalArgumentException(place.name());
                };
        return "\"input\":[" + item + "]";
    }

    private static String item(String role, String content, String text) {
        return "{\"type\":\"message\",\"role\":\"%s\",\"content\":[{\"type\":\"%s\":%s}]}"
                .formatted(role, content, quoted(text));
    }

    private static String google(Place place, String text) {
        String quoted = quoted(text);
        return switch (place) {
            case USER -> contents("user", "{\"text\":%s}", quoted);
            case SYSTEM ->
                    "\"systemInstruction\":{\"parts\":[{\"text\":%s}]},".formatted(quoted)
                            + contents("user", "{\"text\":%s}", "\"hello\"");
            case TOOL_RESULT ->
                    contents(
                            "user",
                            "{\"functionResponse\":{\"name\":\"run\",\"response\":{\"output\":%s}}}",
                            quoted);
            case EARLIER_TOOL_CALL ->
                    contents(
                            "model",
                            "{\"functionCall\":{\"name\":\"run\",\"args\":{\"command\":%s}}}",
                            quoted);
            case EARLIER_THOUGHT -> contents("model", "{\"text\":%s,\"thought\":true}", quoted);
            case ATTACHED_TEXT ->
                    contents(
                            "user",
                            "{\"inlineData\":{\"mimeType\":\"text/plain\",\"data\":%s}}",
                            quoted(base64(text)));
            case ATTACHED_PICTURE ->
                    contents(
                            "user",
                            "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":%s}}",
                            quoted(PICTURE));
            default -> throw new IllegalArgumentException(place.name());
        };
    }

    private static String message(String role, String content, String text) {
        return "\"messages\":[{\"role\":\"%s\",\"content\":%s}]"
                .formatted(role, content.formatted(text));
    }

    private static String contents(String role, String part, String text) {
        return "\"contents\":[{\"role\":\"%s\",\"parts\":[%s]}]"
                .formatted(role, part.formatted(text));
    }

    /// The media type of an answer.
    static String type(Delivery delivery) {
        return switch (delivery) {
            case WHOLE, ARRAY -> "application/json; charset=UTF-8";
            case EVENTS -> "text/event-stream";
            case FRAMES -> EventFrames.MEDIA_TYPE;
        };
    }

    /// An answer with a text in a place, as it comes over the network.
    ///
    /// @param pieces of the text, as far as the format cuts it
    List<byte[]> answer(Delivery delivery, Place place, List<String> pieces) {
        if (delivery == Delivery.WHOLE) {
            return List.of(whole(place, String.join("", pieces)).getBytes(UTF_8));
        }
        List<String> events = new ArrayList<>(events(place, pieces));
        events.addAll(lastEvents(place, String.join("", pieces)));
        List<byte[]> framed = new ArrayList<>();
        for (String event : events) {
            framed.add(
                    switch (delivery) {
                        case EVENTS ->
                                ("data: " + event.replace("\n", " ") + "\n\n").getBytes(UTF_8);
                        case ARRAY -> ((framed.isEmpty() ? "[" : ",\r\n") + event).getBytes(UTF_8);
                        case FRAMES -> EventFrames.chunk(event.getBytes(UTF_8));
                        case WHOLE -> throw new IllegalStateException();
                    });
        }
        if (delivery == Delivery.ARRAY) {
            framed.add("\n]\n".getBytes(UTF_8));
        }
        return framed;
    }

    private List<String> lastEvents(Place place, String text) {
        return switch (shape()) {
            case CLAUDE ->
                    List.of(
                            "{\"type\":\"content_block_stop\",\"index\":0}",
                            "{\"type\":\"message_stop\"}");
            case CHAT ->
                    List.of(
                            "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}",
                            "[DONE]");
            case RESPONSES -> {
                // All of it once more, as the format does.
                String item =
                        "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                                + block(place, text)
                                + "}";
                String all =
                        "{\"type\":\"response.completed\",\"response\":" + whole(place, text) + "}";
                yield cuts(place) ? List.of(item, all) : List.of(all);
            }
            case GOOGLE -> List.of("{\"candidates\":[{\"finishReason\":\"STOP\",\"index\":0}]}");
            case EMBEDDINGS -> throw new IllegalStateException();
        };
    }

    /// Whether a stream brings what stands there in pieces.
    boolean cuts(Place place) {
        return place != Place.ANSWER_ATTACHMENT
                && !(shape() == Shape.GOOGLE && place == Place.ANSWER_TOOL_CALL);
    }

    private List<String> events(Place place, List<String> pieces) {
        String event = event(place);
        if (!cuts(place)) {
            String text = String.join("", pieces);
            boolean packed = place == Place.ANSWER_ATTACHMENT;
            return List.of(event.formatted(escaped(packed ? base64(text) : text)));
        }
        return pieces.stream().map(piece -> event.formatted(escaped(piece))).toList();
    }

    private String event(Place place) {
        String delta = "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{%s}}";
        return switch (shape()) {
            case CLAUDE ->
                    switch (place) {
                        case ANSWER_TEXT ->
                                delta.formatted("\"type\":\"text_delta\",\"text\":\"%s\"");
                        case ANSWER_THOUGHT ->
                                delta.formatted("\"type\":\"thinking_delta\",\"thinking\":\"%s\"");
                        case ANSWER_TOOL_CALL ->
                                delta.formatted(
                                        "\"type\":\"input_json_delta\",\"partial_json\":\"%s\"");
                        case ANSWER_ATTACHMENT ->
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":"
                                        + block(place)
                                        + "}";
                        default -> throw new IllegalArgumentException(place.name());
                    };
            case CHAT -> "{\"choices\":[{\"index\":0,\"delta\":{" + block(place) + "}}]}";
            case RESPONSES ->
                    switch (place) {
                        case ANSWER_TEXT -> responsesDelta("output_text");
                        case ANSWER_THOUGHT -> responsesDelta("reasoning_summary_text");
                        case ANSWER_TOOL_CALL -> responsesDelta("function_call_arguments");
                        case ANSWER_ATTACHMENT ->
                                "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":"
                                        + block(place)
                                        + "}";
                        default -> throw new IllegalArgumentException(place.name());
                    };
            case GOOGLE ->
                    "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[\n  %s\n]},\"index\":0}]}"
                            .formatted(block(place));
            case EMBEDDINGS -> throw new IllegalStateException();
        };
    }

    private static String responsesDelta(String what) {
        return "{\"type\":\"response." + what + ".delta\",\"output_index\":0,\"delta\":\"%s\"}";
    }

    /// What holds the text in an answer: a block, the members of a message, an item, a part.
    private String block(Place place) {
        return switch (shape()) {
            case CLAUDE ->
                    switch (place) {
                        case ANSWER_TEXT -> "{\"type\":\"text\",\"text\":\"%s\"}";
                        case ANSWER_THOUGHT ->
                                "{\"type\":\"thinking\",\"signature\":\"c2ln\",\"thinking\":\"%s\"}";
                        case ANSWER_TOOL_CALL ->
                                "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"Bash\",\"input\":{\"command\":\"%s\"}}";
                        case ANSWER_ATTACHMENT ->
                                "{\"type\":\"web_fetch_tool_result\",\"content\":{\"type\":\"web_fetch_result\",\"content\":"
                                        + "{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"media_type\":\"application/pdf\",\"data\":\"%s\"}}}}";
                        default -> throw new IllegalArgumentException(place.name());
                    };
            case CHAT ->
                    switch (place) {
                        case ANSWER_TEXT -> "\"content\":\"%s\"";
                        case ANSWER_THOUGHT -> "\"reasoning_content\":\"%s\"";
                        case ANSWER_TOOL_CALL ->
                                "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]";
                        case ANSWER_ATTACHMENT -> "\"audio\":{\"id\":\"a\",\"data\":\"%s\"}";
                        default -> throw new IllegalArgumentException(place.name());
                    };
            case RESPONSES ->
                    switch (place) {
                        case ANSWER_TEXT ->
                                "{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"%s\"}]}";
                        case ANSWER_THOUGHT ->
                                "{\"type\":\"reasoning\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"%s\"}]}";
                        case ANSWER_TOOL_CALL ->
                                "{\"type\":\"function_call\",\"name\":\"run\",\"arguments\":\"%s\"}";
                        case ANSWER_ATTACHMENT ->
                                "{\"type\":\"image_generation_call\",\"result\":\"%s\"}";
                        default -> throw new IllegalArgumentException(place.name());
                    };
            case GOOGLE ->
                    switch (place) {
                        case ANSWER_TEXT -> "{\"text\":\"%s\"}";
                        case ANSWER_THOUGHT -> "{\"text\":\"%s\",\"thought\":true}";
                        case ANSWER_TOOL_CALL ->
                                "{\"functionCall\":{\"name\":\"run\",\"args\":{\"command\":\"%s\"}}}";
                        case ANSWER_ATTACHMENT ->
                                "{\"inlineData\":{\"mimeType\":\"image/png\",\"data\":\"%s\"}}";
                        default -> throw new IllegalArgumentException(place.name());
                    };
            case EMBEDDINGS -> throw new IllegalStateException();
        };
    }

    private String block(Place place, String text) {
        String held = place == Place.ANSWER_ATTACHMENT ? base64(text) : escaped(text);
        return block(place).formatted(held);
    }

    private String whole(Place place, String text) {
        String block = block(place, text);
        return switch (shape()) {
            case CLAUDE -> "{\"type\":\"message\",\"content\":[" + block + "]}";
            case CHAT -> "{\"choices\":[{\"index\":0,\"message\":{" + block + "}}]}";
            case RESPONSES -> "{\"status\":\"completed\",\"output\":[" + block + "]}";
            case GOOGLE -> "{\"candidates\":[{\"content\":{\"parts\":[" + block + "]}}]}";
            case EMBEDDINGS -> throw new IllegalStateException();
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder()
                .encodeToString(("token: " + text + " and so on").getBytes(UTF_8));
    }

    private static String quoted(String text) {
        return '"' + escaped(text) + '"';
    }

    private static String escaped(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
