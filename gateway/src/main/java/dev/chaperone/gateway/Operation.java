// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;
import dev.chaperone.protocols.WireFormat;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request asks for, told by its path.
///
/// @param word the spelling in the ledger
/// @param kind of upstream that does it
/// @param format of body and answer
/// @param model where the path names it; null where the body does
/// @param streams whether the path asks for a stream
record Operation(
        String word,
        Upstream.Kind kind,
        WireFormat format,
        @Nullable String model,
        boolean streams) {
    private static final String OPAQUE = "opaque";
    private static final Set<String> PROMPT_METHODS = Set.of("POST");
    private static final Set<String> OBJECT_METHODS = Set.of("GET", "POST", "DELETE");

    private static final Map<String, Operation> FIXED =
            Map.of(
                    "/v1/messages",
                    fixed("messages", Upstream.Kind.ANTHROPIC, WireFormat.ANTHROPIC_MESSAGES),
                    "/v1/messages/count_tokens",
                    fixed("count_tokens", Upstream.Kind.ANTHROPIC, WireFormat.ANTHROPIC_MESSAGES),
                    "/v1/messages/batches",
                    fixed("batches", Upstream.Kind.ANTHROPIC, WireFormat.ANTHROPIC_MESSAGES),
                    "/v1/chat/completions",
                    fixed("chat", Upstream.Kind.OPENAI, WireFormat.OPENAI_CHAT),
                    "/v1/responses",
                    fixed("responses", Upstream.Kind.OPENAI, WireFormat.OPENAI_RESPONSES),
                    "/v1/embeddings",
                    fixed("embeddings", Upstream.Kind.OPENAI, WireFormat.OPENAI_EMBEDDINGS));

    /// Google AI for Developers, REST reference: `models/{model}:{method}`.
    private static final Pattern GEMINI =
            Pattern.compile("/v1(?:beta)?/(?:models|tunedModels)/([^/:]+):(\\w+)");

    /// Amazon Bedrock Runtime, InvokeModel: the model id is percent-encoded where it is an ARN.
    private static final Pattern BEDROCK =
            Pattern.compile("/model/([^/]+)/(invoke|invoke-with-response-stream)");

    /// Google Vertex AI, REST reference: `publishers/{publisher}/models/{model}:{method}`.
    private static final Pattern VERTEX =
            Pattern.compile(
                    "/v1(?:beta1)?/projects/[^/]+/locations/[^/]+/publishers/(anthropic|google)"
                            + "/models/([^/:]+):(\\w+)");

    /// Anthropic's objects that are made by one request and asked for by others: files, with their
    /// content, and batches, with their results.
    private static final Pattern OBJECT =
            Pattern.compile(
                    "/v1/(files(?:/[\\w-]+(?:/content)?)?"
                            + "|messages/batches/[\\w-]+(?:/results|/cancel)?)");

    private static final Map<String, String> GEMINI_METHODS =
            Map.of(
                    "generateContent", "generate",
                    "streamGenerateContent", "generate",
                    "countTokens", "count_tokens",
                    "embedContent", "embeddings",
                    "batchEmbedContents", "embeddings");
    private static final Map<String, String> CLAUDE_METHODS =
            Map.of("rawPredict", "messages", "streamRawPredict", "messages");

    private static Operation fixed(String word, Upstream.Kind kind, WireFormat format) {
        return new Operation(word, kind, format, null, false);
    }

    /// The operation at a path, if it is one.
    static Optional<Operation> at(String path) {
        Operation fixed = FIXED.get(path);
        if (fixed != null) {
            return Optional.of(fixed);
        }
        if (path.startsWith("/model/")) {
            return bedrock(path);
        }
        return path.indexOf(':') > 0 ? google(path) : object(path);
    }

    private static Optional<Operation> object(String path) {
        Matcher matcher = OBJECT.matcher(path);
        return matcher.matches()
                ? Optional.of(
                        fixed(
                                matcher.group(1).startsWith("files") ? "files" : "batches",
                                Upstream.Kind.ANTHROPIC,
                                WireFormat.AS_IT_STANDS))
                : Optional.empty();
    }

    /// Something with a body that nobody knows to read.
    static Operation opaque(Upstream.Kind kind) {
        return fixed(OPAQUE, kind, WireFormat.AS_IT_STANDS);
    }

    /// Whether nobody knows to read what is sent.
    boolean isOpaque() {
        return word.equals(OPAQUE);
    }

    /// Whether the answer streams as an array to whoever does not ask for events (`alt=sse`).
    boolean streamsAnArray() {
        return streams && format == WireFormat.GEMINI;
    }

    /// For the record.
    Asked asked() {
        return new Asked(Event.Source.GATEWAY, word, model, streams);
    }

    /// The methods it takes.
    Set<String> methods() {
        boolean made = format == WireFormat.AS_IT_STANDS || word.equals("batches");
        return made ? OBJECT_METHODS : PROMPT_METHODS;
    }

    private static Optional<Operation> bedrock(String path) {
        Matcher matcher = BEDROCK.matcher(path);
        return matcher.matches()
                ? Optional.of(
                        new Operation(
                                "messages",
                                Upstream.Kind.BEDROCK,
                                WireFormat.ANTHROPIC_MESSAGES,
                                matcher.group(1),
                                !matcher.group(2).equals("invoke")))
                : Optional.empty();
    }

    private static Optional<Operation> google(String path) {
        Matcher gemini = GEMINI.matcher(path);
        if (gemini.matches()) {
            return method(
                    GEMINI_METHODS,
                    gemini.group(2),
                    Upstream.Kind.GEMINI,
                    WireFormat.GEMINI,
                    gemini.group(1));
        }
        Matcher vertex = VERTEX.matcher(path);
        if (!vertex.matches()) {
            return Optional.empty();
        }
        boolean claude = vertex.group(1).equals("anthropic");
        return method(
                claude ? CLAUDE_METHODS : GEMINI_METHODS,
                vertex.group(3),
                Upstream.Kind.VERTEX,
                claude ? WireFormat.ANTHROPIC_MESSAGES : WireFormat.GEMINI,
                vertex.group(2));
    }

    private static Optional<Operation> method(
            Map<String, String> words,
            String method,
            Upstream.Kind kind,
            WireFormat format,
            String model) {
        return Optional.ofNullable(words.get(method))
                .map(word -> new Operation(word, kind, format, model, method.startsWith("stream")));
    }
}
