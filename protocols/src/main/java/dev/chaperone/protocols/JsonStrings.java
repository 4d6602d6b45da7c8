// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.protocols.JsonLexer.Token;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The strings of one JSON text of an answer.
///
/// @param strings in the order of the text
/// @param index the values of its members named `index`, one behind the other: what takes texts
///   apart that a stream sends side by side
record JsonStrings(List<Found> strings, String index) {
    private static final int MAX_NAME = 64;
    private static final String OTHER = "";
    private static final String INDEX = "index";

    /// Members of a stream's events that say what an event is and carry no text of the model.
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
                    "service_tier",
                    "system_fingerprint");

    /// A string.
    ///
    /// @param name of the member whose value it is or which it names; empty where that is long
    /// @param from its first byte behind the quote
    /// @param to its closing quote
    /// @param escaped whether it holds a backslash
    /// @param value whether it is a value and not a name
    record Found(String name, int from, int to, boolean escaped, boolean value) {
        /// Whether a stream may bring a piece of a text in it; it may be empty.
        boolean isText() {
            return value && !STRUCTURE.contains(name);
        }
    }

    static JsonStrings read(byte[] json) throws UnreadableBodyException {
        JsonLexer lexer = new JsonLexer(json);
        List<Found> strings = new ArrayList<>();
        StringBuilder index = new StringBuilder();
        String name = OTHER;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            switch (token) {
                case NAME -> {
                    boolean known = lexer.to() - lexer.from() <= MAX_NAME;
                    name =
                            known
                                    ? JsonText.decode(
                                            json, lexer.from(), lexer.to(), lexer.escaped())
                                    : OTHER;
                    strings.add(new Found(name, lexer.from(), lexer.to(), lexer.escaped(), false));
                }
                case STRING ->
                        strings.add(
                                new Found(name, lexer.from(), lexer.to(), lexer.escaped(), true));
                case OTHER -> {
                    if (name.equals(INDEX) && index.length() < MAX_NAME) {
                        index.append(JsonText.decode(json, lexer.from(), lexer.to(), false))
                                .append(' ');
                    }
                }
                case OBJECT, OBJECT_END, ARRAY, ARRAY_END, END -> {}
            }
        }
        return new JsonStrings(strings, index.toString());
    }

    /// Names the text that a string of this event continues.
    String textOf(Found string) {
        return string.name() + ' ' + index;
    }
}
