// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.protocols.JsonLexer.Token;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// The strings of one JSON text of an answer.
///
/// @param strings in the order of the text
/// @param type the outermost member of that name: what an event is; empty without one
record JsonStrings(List<Found> strings, String type) {
    private static final int MAX_NAME = 64;

    /// No answer has as many; one that has is made to use up memory, and read as it stands.
    private static final int MAX_STRINGS = 500_000;

    /// The numbers of one object; it has three at most.
    private static final int MAX_INDEX = 100;

    private static final String OTHER = "";
    private static final String TYPE = "type";

    private static final Set<String> REPEATING =
            Set.of(".done", ".completed", ".incomplete", ".failed");

    /// Members whose numbers take apart the texts that a stream sends side by side.
    private static final Set<String> INDEX =
            Set.of("index", "output_index", "content_index", "summary_index");

    /// Members of a stream's events that say what an event is; a piece of a text is in none of
    /// them.
    private static final Set<String> STRUCTURE =
            Set.of(
                    "type",
                    "object",
                    "id",
                    "model",
                    "role",
                    "name",
                    "signature",
                    "stop_reason",
                    "finish_reason",
                    "obfuscation",
                    "item_id",
                    "call_id",
                    "response_id",
                    "previous_response_id",
                    "responseId",
                    "status",
                    "modelVersion",
                    "finishReason",
                    "thoughtSignature",
                    "encrypted_content",
                    "service_tier",
                    "system_fingerprint");

    /// A string.
    ///
    /// @param name of the member whose value it is or which it names; empty where that is long
    /// @param scope the object it stands in
    /// @param from its first byte behind the quote
    /// @param to its closing quote
    /// @param escaped whether it holds a backslash
    /// @param value whether it is a value and not a name
    record Found(String name, Scope scope, int from, int to, boolean escaped, boolean value) {
        /// Whether a stream may bring a piece of a text in it; it may be empty.
        boolean isText() {
            return value && !STRUCTURE.contains(name);
        }

        private String decode(byte[] json) {
            return JsonText.decode(json, from, to, escaped);
        }

        /// Names the text that it continues.
        String text() {
            return name + scope.path();
        }
    }

    /// Whether the event tells again what others have told in pieces: OpenAI Responses do so at the
    /// end of each item and of the whole.
    boolean repeats() {
        return type.startsWith("response.") && REPEATING.stream().anyMatch(type::endsWith);
    }

    /// An object: what a stream sends side by side it takes apart by members named `index`.
    static final class Scope {
        private final @Nullable Scope outer;
        private String index = "";
        private @Nullable String path; // once all of the text is read

        private Scope(@Nullable Scope outer) {
            this.outer = outer;
        }

        private String path() {
            if (path == null) {
                String behind = outer == null ? "" : outer.path();
                path = (' ' + index + behind).stripTrailing();
            }
            return path;
        }
    }

    static JsonStrings read(byte[] json) throws UnreadableBodyException {
        JsonLexer lexer = new JsonLexer(json);
        List<Found> strings = new ArrayList<>();
        Scope scope = new Scope(null);
        String name = OTHER;
        String type = OTHER;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (strings.size() == MAX_STRINGS) {
                throw lexer.fault("More than " + MAX_STRINGS + " strings");
            }
            switch (token) {
                case NAME -> {
                    boolean known = lexer.to() - lexer.from() <= MAX_NAME;
                    name =
                            known
                                    ? JsonText.decode(
                                            json, lexer.from(), lexer.to(), lexer.escaped())
                                    : OTHER;
                    strings.add(
                            new Found(
                                    name, scope, lexer.from(), lexer.to(), lexer.escaped(), false));
                }
                case STRING -> {
                    Found string =
                            new Found(name, scope, lexer.from(), lexer.to(), lexer.escaped(), true);
                    strings.add(string);
                    if (name.equals(TYPE) && lexer.depth() == 1) {
                        type = string.to - string.from <= MAX_NAME ? string.decode(json) : OTHER;
                    }
                }
                case OTHER -> {
                    if (INDEX.contains(name)
                            && lexer.to() - lexer.from() <= MAX_NAME
                            && scope.index.length() < MAX_INDEX) {
                        scope.index += '.' + JsonText.decode(json, lexer.from(), lexer.to(), false);
                    }
                }
                case OBJECT -> scope = new Scope(scope);
                case OBJECT_END -> scope = Objects.requireNonNull(scope.outer);
                case ARRAY, ARRAY_END, END -> {}
            }
        }
        return new JsonStrings(strings, type);
    }
}
