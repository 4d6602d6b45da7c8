// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.protocols.JsonLexer.Token;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Goes once through a body and notes where its parts and their strings are.
final class PromptReader {
    /// No conversation comes near these; a body that does is made to use up memory.
    static final int MAX_PARTS = 100_000;

    static final int MAX_STRINGS = 4_000_000;

    /// Longer ones are not names of any format.
    private static final int MAX_KNOWN_NAME = 64;

    private final WireFormat format;
    private final byte[] body;
    private final JsonLexer lexer;
    private final StringTable strings = new StringTable();
    private final Attachments attachments;
    private final List<Part> parts = new ArrayList<>();
    private @Nullable String model;
    private boolean stream;
    private @Nullable String session;
    private Part.Holds holds = Part.Holds.TEXT; // of the member that is read now

    PromptReader(WireFormat format, byte[] body) {
        this.format = format;
        this.body = body;
        this.lexer = new JsonLexer(body);
        this.attachments = new Attachments(format, body, strings);
    }

    Prompt read() throws UnreadableBodyException {
        if (format == WireFormat.AS_IT_STANDS) {
            return asItStands();
        }
        if (lexer.next() != Token.OBJECT) {
            throw new UnreadableBodyException("Not a JSON object", lexer.from());
        }
        while (lexer.next() == Token.NAME) {
            member();
        }
        if (lexer.next() != Token.END) {
            throw lexer.fault("Something behind the end of the JSON text");
        }
        return new Prompt(body, model, stream, session, parts);
    }

    /// The whole body as one text; what is not UTF-8 in it counts as an attachment.
    private Prompt asItStands() {
        if (body.length > 0) {
            strings.add(0, body.length, false, StringTable.LINE);
            int binary = WireText.isUtf8(body, 0, body.length) ? 0 : 1;
            parts.add(new Part(body, strings, 0, body.length, 0, 1, binary, Part.Holds.TEXT));
        }
        return new Prompt(body, null, false, null, parts);
    }

    private void member() throws UnreadableBodyException {
        int nameFrom = lexer.from();
        int nameTo = lexer.to();
        boolean nameEscaped = lexer.escaped();
        String name = name(nameFrom, nameTo, nameEscaped);
        int firstString = strings.size();
        if (!format.knows(name)) {
            strings.add(nameFrom, nameTo, nameEscaped, StringTable.LINE);
        }
        boolean named = strings.size() > firstString;
        holds =
                switch (name) {
                    case "tools" -> Part.Holds.TOOL;
                    case "mcp_servers" -> Part.Holds.SERVER;
                    default -> Part.Holds.TEXT;
                };
        Token token = lexer.next();
        int valueFrom = start(token);
        if (token == Token.ARRAY) {
            if (named) {
                part(nameFrom - 1, nameTo + 1, firstString);
            }
            elements();
        } else {
            if (named && token == Token.STRING) {
                strings.layOut(firstString, StringTable.LABEL);
            }
            value(token);
            part(named ? nameFrom - 1 : valueFrom, end(token), firstString);
        }
        note(name, token, valueFrom);
    }

    private void elements() throws UnreadableBodyException {
        for (Token token = lexer.next(); token != Token.ARRAY_END; token = lexer.next()) {
            int from = start(token);
            int firstString = strings.size();
            value(token);
            part(from, end(token), firstString);
        }
    }

    /// Takes in one whole value that begins with this token.
    private void value(Token begin) throws UnreadableBodyException {
        Token token = begin;
        int open = 0;
        boolean named = false;
        while (true) {
            switch (token) {
                case OBJECT, ARRAY -> {
                    attachments.open();
                    open++;
                }
                case OBJECT_END, ARRAY_END -> {
                    attachments.close();
                    open--;
                }
                case NAME -> {
                    string();
                    attachments.name(lexer.from(), lexer.to(), lexer.escaped());
                }
                case STRING -> {
                    if (named) {
                        strings.layOut(strings.size() - 1, StringTable.LABEL);
                    }
                    string();
                    attachments.string();
                }
                case OTHER, END -> {}
            }
            if (open == 0) {
                return;
            }
            named = token == Token.NAME;
            token = lexer.next();
        }
    }

    private void string() throws UnreadableBodyException {
        if (strings.size() == MAX_STRINGS) {
            throw lexer.fault("More than " + MAX_STRINGS + " strings");
        }
        strings.add(lexer.from(), lexer.to(), lexer.escaped(), StringTable.LINE);
    }

    private void part(int from, int to, int firstString) throws UnreadableBodyException {
        if (strings.size() == firstString) {
            return; // numbers and the like: nothing to read
        }
        if (parts.size() == MAX_PARTS) {
            throw lexer.fault("More than " + MAX_PARTS + " parts");
        }
        int binary = attachments.take();
        parts.add(new Part(body, strings, from, to, firstString, strings.size(), binary, holds));
    }

    private void note(String name, Token token, int valueFrom) {
        switch (name) {
            case "model" ->
                    model =
                            token == Token.STRING
                                    ? text(lexer.from(), lexer.to(), lexer.escaped())
                                    : null;
            case "stream" -> stream = token == Token.OTHER && body[valueFrom] == 't';
            case "metadata" -> {
                if (format == WireFormat.ANTHROPIC_MESSAGES) {
                    session = SessionInMetadata.find(body, valueFrom, end(token));
                }
            }
            default -> {}
        }
    }

    /// The first byte of the token, its quote included.
    private int start(Token token) {
        return token == Token.STRING ? lexer.from() - 1 : lexer.from();
    }

    /// The byte behind the value that began with this token and was just read.
    private int end(Token token) {
        return token == Token.STRING ? lexer.to() + 1 : lexer.to();
    }

    private String name(int from, int to, boolean escaped) {
        return to - from > 6 * MAX_KNOWN_NAME ? "" : text(from, to, escaped);
    }

    private String text(int from, int to, boolean escaped) {
        return JsonText.decode(body, from, to, escaped);
    }
}
