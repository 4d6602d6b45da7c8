// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.function.Consumer;

/// Looks below the surface of one text: strings in strings, percent signs, base64. Each stretch
/// that is written so is decoded and scanned as a text of its own, in which there may be such
/// stretches again.
///
/// Of a long stretch one piece after the other is decoded, so what is held at a time is little.
final class Layers {
    /// How often a text may be wrapped.
    static final int DEEPEST = 2;

    /// How far around an escape a secret may reach that it hides, and how far apart two escapes of
    /// one stretch may be.
    private static final int REACH = 128;

    private static final int PIECE = 64 * 1024;

    /// By how much the pieces of a stretch overlap; a multiple of four.
    private static final int OVERLAP = 4 * 1024;

    /// How far without a blank.
    private static final int LONGEST_WORD = 4 * 1024;

    /// How many decoded bytes tell whether base64 is text.
    private static final int SNIFFED = 12;

    /// With which characters base64 of text may begin.
    private static final boolean[] BEGINNINGS = new boolean[256];

    static {
        for (int b = 0; b < 256; b++) {
            int first = Base64Text.sextet(b) << 2;
            for (int i = 0; first >= 0 && i < 4; i++) {
                BEGINNINGS[b] |= isPrinted(first + i) || isLead(first + i);
            }
        }
    }

    private final Text text;
    private final Below below;
    private final Consumer<Finding> found;
    private final boolean deepest;
    private final Stretch escapes = new Stretch(Layer::unescaped);
    private final Stretch percents = new Stretch(Layer::withoutPercents);
    private int decodedTo;

    /// Scans a text one layer deeper.
    interface Below {
        void scan(Text text, Consumer<Finding> found);
    }

    private interface Decoder {
        Layer decode(Text text, int from, int to);
    }

    /// @param depth how often the text was wrapped
    Layers(Text text, int depth, Below below, Consumer<Finding> found) {
        this.text = text;
        deepest = depth >= DEEPEST;
        this.below = below;
        this.found = found;
    }

    /// Takes note of the escapes in a block.
    void in(Marks marks, int words) {
        if (deepest) {
            return;
        }
        for (int word = 0; word < words; word++) {
            for (long bits = marks.escapes[word]; bits != 0; bits &= bits - 1) {
                int at = marks.place(word, bits);
                if (text.at(at) == '%') {
                    // what is not printed is a format such as %02d
                    if (Layer.number(text, at + 1, 2) >= ' ') {
                        percents.add(at);
                    }
                } else if (hides(at)) {
                    escapes.add(at);
                }
            }
        }
    }

    /// Whether an escape may hide a secret from the detectors, which know line breaks and quotes
    /// that are escaped once.
    private boolean hides(int at) {
        return switch (text.at(at + 1)) {
            case 'u', 'x', '/' -> true;
            // between name and value, where some forms hold a quote and others end at it
            case '"' -> isOperator(behind(at + 2)) || isOperator(before(at)) && isRandom(at + 2);
            case '\\' -> "\\\"nu/".indexOf(text.at(at + 2)) >= 0;
            default -> false;
        };
    }

    private static boolean isOperator(int b) {
        return b == '=' || b == ':';
    }

    /// Whether a token may stand there, and not an attribute in HTML that stands in a string.
    private boolean isRandom(int at) {
        boolean digit = false;
        for (int i = at; i < at + Marks.MIN_RUN; i++) {
            int b = text.at(i);
            if (!CharClass.GRAPH.has(b) || b == '\\') {
                return false;
            }
            digit |= Text.isDigit(b);
        }
        return digit;
    }

    private int before(int at) {
        return text.at(text.at(at - 1) == ' ' ? at - 2 : at - 1);
    }

    private int behind(int at) {
        return text.at(text.at(at) == ' ' ? at + 1 : at);
    }

    /// Decodes a run that may be base64 of text.
    void run(int start, int end) {
        int from = Math.max(start, decodedTo);
        if (deepest || end - from < Marks.MIN_RUN) {
            return;
        }
        // behind the `n` of an escaped line break that glues to it
        for (int begin = from; begin <= from + 1; begin++) {
            if (BEGINNINGS[text.bytes()[begin] & 0xff] && isText(begin, end)) {
                decodedTo = end;
                scan(Layer::decoded, begin, end);
                return;
            }
        }
    }

    /// Whether it begins with characters that are printed, in UTF-8.
    private boolean isText(int start, int end) {
        Base64Text base64 = new Base64Text(text, start, end);
        int following = 0;
        for (int i = 0; i < SNIFFED; i++) {
            int b = base64.at(i);
            if (following > 0) {
                if (b >>> 6 != 2) {
                    return false;
                }
                following--;
            } else if (isLead(b)) {
                following = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
            } else if (!isPrinted(b)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPrinted(int b) {
        return b >= ' ' && b < 0x7f || b == '\n' || b == '\r' || b == '\t';
    }

    /// Whether a character of several bytes begins with it.
    private static boolean isLead(int b) {
        return b >= 0xc2 && b < 0xf5;
    }

    /// Decodes what is still open at the end of the text.
    void close() {
        escapes.close();
        percents.close();
    }

    private void scan(Decoder decoder, int from, int to) {
        for (int start = from; start < to; start += PIECE - OVERLAP) {
            Layer layer = decoder.decode(text, start, Math.min(to, start + PIECE));
            Text inside = layer.text();
            below.scan(inside, finding -> found.accept(layer.outside(finding)));
            text.looked(inside);
            if (start + PIECE >= to) {
                break;
            }
        }
    }

    /// Neighbouring escapes of one kind.
    private final class Stretch {
        private final Decoder decoder;
        private int first = -1;
        private int last;

        Stretch(Decoder decoder) {
            this.decoder = decoder;
        }

        void add(int at) {
            if (first >= 0 && at - last > REACH && wordEnd(last + REACH) < at) {
                close();
            }
            first = first < 0 ? at : first;
            last = at;
        }

        void close() {
            if (first >= 0) {
                int from = Math.max(text.start(), first - REACH);
                scan(decoder, from, wordEnd((int) Math.min(text.end(), last + (long) REACH)));
                first = -1;
            }
        }
    }

    /// The end of the word that holds a place.
    private int wordEnd(int place) {
        int end = place;
        while (end - place < LONGEST_WORD && text.at(end) > ' ') {
            end++;
        }
        return end;
    }
}
