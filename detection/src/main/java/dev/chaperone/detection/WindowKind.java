// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// What is known of the eight bytes by which a secret is noticed: the fewer places of other text
/// are such, the fewer have to be looked at. The best first.
public enum WindowKind {
    /// Token characters, a digit among them.
    TOKEN_WITH_DIGIT('t'),
    /// Token characters, a capital letter directly behind a small one among them.
    TOKEN_WITH_CHANGE('c'),
    /// A digit among anything.
    DIGIT('d'),
    /// Token characters.
    TOKEN('l'),
    /// Anything.
    ANY('x');

    private final char written;

    WindowKind(char written) {
        this.written = written;
    }

    static WindowKind of(byte[] value, int window) {
        boolean token = true;
        boolean digit = false;
        boolean change = false;
        int before = -1;
        for (int i = window; i < window + FingerprintKey.WINDOW; i++) {
            int b = value[i] & 0xff;
            token &= CharClass.TOKEN.has(b);
            digit |= Text.isDigit(b);
            change |= CharClass.UPPER.has(b) && CharClass.LOWER.has(before);
            before = b;
        }
        if (token) {
            return digit ? TOKEN_WITH_DIGIT : change ? TOKEN_WITH_CHANGE : TOKEN;
        }
        return digit ? DIGIT : ANY;
    }

    /// @throws IllegalArgumentException when nothing is written so
    static WindowKind parse(String written) {
        for (WindowKind kind : values()) {
            if (written.equals(String.valueOf(kind.written))) {
                return kind;
            }
        }
        throw new IllegalArgumentException("That is no kind of window");
    }

    char written() {
        return written;
    }
}
