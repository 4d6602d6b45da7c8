// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

/// Reads one JSON text (RFC 8259, UTF-8) token by token and refuses everything that is not one.
/// Nothing is decoded or copied: strings are told by their place, and every byte is looked at once.
///
/// A general parser would do for the grammar, but it neither tells where a string ends nor refuses
/// all bytes that are not UTF-8, and both would take a second pass over the body.
final class JsonLexer {
    enum Token {
        OBJECT,
        OBJECT_END,
        ARRAY,
        ARRAY_END,
        NAME,
        STRING,
        OTHER,
        END
    }

    /// As deep as common parsers go.
    static final int MAX_DEPTH = 1_000;

    private final byte[] in;
    private final boolean[] objects = new boolean[MAX_DEPTH];
    private int at;
    private int depth;
    private boolean inObject;
    private boolean first = true;
    private boolean named;
    private int from;
    private int to;
    private boolean escaped;

    JsonLexer(byte[] in) {
        this.in = in;
    }

    /// How many objects and arrays are open.
    int depth() {
        return depth;
    }

    /// Where the token starts; for names and strings the first byte behind the quote.
    int from() {
        return from;
    }

    /// The byte behind the token; for names and strings the closing quote.
    int to() {
        return to;
    }

    /// Whether the name or string holds a backslash.
    boolean escaped() {
        return escaped;
    }

    Token next() throws UnreadableBodyException {
        int b = skipSpace();
        if (depth == 0) {
            return outside(b);
        }
        if (named) {
            named = false;
            return value(b);
        }
        if (b == (inObject ? '}' : ']')) {
            return close();
        }
        if (!first) {
            if (b != ',') {
                throw fault(b < 0 ? "Ends too early" : "Neither a comma nor an end");
            }
            at++;
            b = skipSpace();
        }
        first = false;
        return inObject ? name(b) : value(b);
    }

    UnreadableBodyException fault(String kind) {
        return new UnreadableBodyException(kind, at);
    }

    private Token outside(int b) throws UnreadableBodyException {
        if (first) {
            first = false;
            return value(b);
        }
        if (b >= 0) {
            throw fault("Something behind the end of the JSON text");
        }
        return Token.END;
    }

    private Token name(int b) throws UnreadableBodyException {
        if (b != '"') {
            throw fault(b < 0 ? "Ends too early" : "Not a member name");
        }
        string();
        if (skipSpace() != ':') {
            throw fault(at == in.length ? "Ends too early" : "No colon behind a member name");
        }
        at++;
        named = true;
        return Token.NAME;
    }

    private Token value(int b) throws UnreadableBodyException {
        from = at;
        switch (b) {
            case '"' -> {
                string();
                return Token.STRING;
            }
            case '{' -> {
                return open(true);
            }
            case '[' -> {
                return open(false);
            }
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            case -1 -> throw fault("Ends too early");
            default -> number();
        }
        to = at;
        return Token.OTHER;
    }

    private Token open(boolean object) throws UnreadableBodyException {
        if (depth == MAX_DEPTH) {
            throw fault("Nested too deeply");
        }
        objects[depth++] = object;
        inObject = object;
        first = true;
        to = ++at;
        return object ? Token.OBJECT : Token.ARRAY;
    }

    private Token close() {
        from = at;
        to = ++at;
        Token token = inObject ? Token.OBJECT_END : Token.ARRAY_END;
        depth--;
        inObject = depth > 0 && objects[depth - 1];
        first = false;
        return token;
    }

    private void string() throws UnreadableBodyException {
        int i = at + 1;
        from = i;
        escaped = false;
        while (true) {
            i = Bytes.endOfPlain(in, i, in.length);
            at = i;
            if (i == in.length) {
                throw fault("Ends inside a string");
            }
            byte b = in[i];
            if (b == '"') {
                to = i;
                at = i + 1;
                return;
            }
            if (b == '\\') {
                escaped = true;
                i = escape(i);
            } else if (b < 0) {
                i = character(i);
            } else {
                throw fault("Control character inside a string");
            }
        }
    }

    private int escape(int backslash) throws UnreadableBodyException {
        int i = backslash + 1;
        if (i == in.length) {
            throw fault("Ends inside a string");
        }
        return switch (in[i]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 1;
            case 'u' -> unicodeEscape(i);
            default -> throw fault("Not an escape sequence");
        };
    }

    private int unicodeEscape(int letter) throws UnreadableBodyException {
        for (int digit = letter + 1; digit <= letter + 4; digit++) {
            if (digit >= in.length || Character.digit(in[digit], 16) < 0) {
                throw fault("Not an escape sequence");
            }
        }
        return letter + 5;
    }

    /// Steps over one character outside ASCII; only the shortest form of a character that exists.
    private int character(int i) throws UnreadableBodyException {
        int lead = in[i] & 0xFF;
        boolean good =
                switch (lead >>> 4) {
                    case 0xC, 0xD -> lead >= 0xC2 && follows(i + 1, 0x80, 0xBF);
                    case 0xE ->
                            follows(i + 1, lead == 0xE0 ? 0xA0 : 0x80, lead == 0xED ? 0x9F : 0xBF)
                                    && follows(i + 2, 0x80, 0xBF);
                    case 0xF ->
                            lead <= 0xF4
                                    && follows(
                                            i + 1,
                                            lead == 0xF0 ? 0x90 : 0x80,
                                            lead == 0xF4 ? 0x8F : 0xBF)
                                    && follows(i + 2, 0x80, 0xBF)
                                    && follows(i + 3, 0x80, 0xBF);
                    default -> false;
                };
        if (!good) {
            throw fault("Not UTF-8");
        }
        return i + (lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4);
    }

    private boolean follows(int i, int least, int most) {
        if (i >= in.length) {
            return false;
        }
        int b = in[i] & 0xFF;
        return b >= least && b <= most;
    }

    private void literal(String word) throws UnreadableBodyException {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= in.length || in[at + i] != word.charAt(i)) {
                throw fault("Not a JSON value");
            }
        }
        at += word.length();
    }

    private void number() throws UnreadableBodyException {
        if (in[at] == '-') {
            at++;
        }
        if (at < in.length && in[at] == '0') {
            at++;
        } else {
            digits("Not a JSON value");
        }
        if (at < in.length && in[at] == '.') {
            at++;
            digits("Not a number");
        }
        if (at < in.length && (in[at] | 0x20) == 'e') {
            at++;
            if (at < in.length && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digits("Not a number");
        }
    }

    private void digits(String otherwise) throws UnreadableBodyException {
        int start = at;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw fault(otherwise);
        }
    }

    /// The next byte that is not white space, not taken yet; -1 at the end.
    private int skipSpace() {
        int i = at;
        while (i < in.length && (in[i] == ' ' || in[i] == '\n' || in[i] == '\r' || in[i] == '\t')) {
            i++;
        }
        at = i;
        return i < in.length ? in[i] & 0xFF : -1;
    }
}
