// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// A stretch of a text that is written in another way, in plain bytes, and where each of them
/// stood.
final class Layer {
    /// What each byte and the end of the text are as a hexadecimal digit, -1 for nothing.
    private static final byte[] HEXITS = new byte[257];

    static {
        for (int b = -1; b < 256; b++) {
            HEXITS[b + 1] = (byte) Character.digit(b, 16);
        }
    }

    private final byte[] bytes;
    private final int[] places;
    private int length;
    private int end;

    /// @param room no writing is shorter than what it says
    private Layer(int room) {
        bytes = new byte[room];
        places = new int[room];
    }

    /// Takes back what a string literal or a JSON string escapes: line breaks, quotes, slashes, and
    /// characters by their number. What is no escape stays as it is.
    static Layer unescaped(Text text, int from, int to) {
        Layer layer = new Layer(to - from);
        int i = layer.copy(text, from, to, '\\');
        while (i < to) {
            int next = i + 1 < to ? text.at(i + 1) : -1;
            if (next == 'u' && i + 6 <= to && number(text, i + 2, 4) >= 0) {
                i = layer.addUnit(text, i);
            } else if (next == 'x' && i + 4 <= to && number(text, i + 2, 2) >= 0) {
                layer.add(number(text, i + 2, 2), i);
                i += 4;
            } else if ("\"'`/\\".indexOf(next) >= 0) {
                layer.add(next, i);
                i += 2;
            } else if ("ntr".indexOf(next) >= 0) {
                layer.add(next == 'n' ? '\n' : next == 't' ? '\t' : '\r', i);
                i += 2;
            } else {
                layer.add('\\', i);
                i++;
            }
            i = layer.copy(text, i, to, '\\');
        }
        layer.end = to;
        return layer;
    }

    /// Takes over what stands before the next mark.
    private int copy(Text text, int from, int to, char mark) {
        byte[] written = text.bytes();
        int i = from;
        while (i < to && written[i] != mark) {
            bytes[length] = written[i];
            places[length] = i;
            length++;
            i++;
        }
        text.looked(i - from);
        return i;
    }

    /// Takes back `%41` (RFC 3986, section 2.1).
    static Layer withoutPercents(Text text, int from, int to) {
        Layer layer = new Layer(to - from);
        int i = layer.copy(text, from, to, '%');
        while (i < to) {
            int number = i + 2 < to ? number(text, i + 1, 2) : -1;
            layer.add(number < 0 ? '%' : number, i);
            i = layer.copy(text, i + (number < 0 ? 1 : 3), to, '%');
        }
        layer.end = to;
        return layer;
    }

    /// Decodes base64 of either alphabet (RFC 4648).
    static Layer decoded(Text text, int from, int to) {
        Base64Text base64 = new Base64Text(text, from, to);
        Layer layer = new Layer(base64.length());
        for (int i = 0; i < base64.length(); i++) {
            layer.add(Math.max(0, base64.at(i)), from + i / 3 * 4 + i % 3);
        }
        layer.end = to;
        return layer;
    }

    private void add(int b, int place) {
        bytes[length] = (byte) b;
        places[length] = place;
        length++;
    }

    /// Adds the character of one UTF-16 unit, or of two that belong together, in UTF-8.
    ///
    /// @return where the text goes on
    private int addUnit(Text text, int at) {
        int code = number(text, at + 2, 4);
        int end = at + 6;
        if (code >>> 10 == 0xd800 >>> 10 && text.has(end, "\\u")) {
            int low = number(text, end + 2, 4);
            if (low >>> 10 == 0xdc00 >>> 10) {
                code = 0x10000 + (code - 0xd800 << 10) + low - 0xdc00;
                end += 6;
            }
        }
        if (code < 0x80) {
            add(code, at);
        } else if (code < 0x800) {
            add(0xc0 | code >> 6, at);
            add(0x80 | code & 0x3f, at);
        } else {
            if (code < 0x10000) {
                add(0xe0 | code >> 12, at);
            } else {
                add(0xf0 | code >> 18, at);
                add(0x80 | code >> 12 & 0x3f, at);
            }
            add(0x80 | code >> 6 & 0x3f, at);
            add(0x80 | code & 0x3f, at);
        }
        return end;
    }

    /// A hexadecimal number of so many digits, or -1.
    static int number(Text text, int at, int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = HEXITS[text.at(at + i) + 1];
            if (digit < 0) {
                return -1;
            }
            number = number << 4 | digit;
        }
        return number;
    }

    Text text() {
        return new Text(bytes, 0, length);
    }

    /// Where something that was found in it stood in the text.
    Finding outside(Finding inside) {
        return inside.at(
                places[inside.start()], inside.end() < length ? places[inside.end()] : end);
    }
}
