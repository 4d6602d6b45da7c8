// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.Locale;

/// A set of bytes that a part of a token is made of. The names are those used in shapes, in lower
/// case: `{b62:36}`.
enum CharClass {
    DIGIT("0-9"),
    HEX("0-9a-f"),
    UPPER("0-9A-Z"),
    LOWER("0-9a-z"),
    B32("A-Z2-7"),
    B62("0-9A-Za-z"),
    B64("0-9A-Za-z+/"),
    B64U("0-9A-Za-z_-"),
    URLENC("0-9A-Za-z%+/=_-");

    private final String members;

    // An array for speed; nothing writes to it after construction.
    @SuppressWarnings("ImmutableEnumChecker")
    private final boolean[] table = new boolean[257];

    CharClass(String ranges) {
        for (int i = 0; i < ranges.length(); i++) {
            boolean range = i + 2 < ranges.length() && ranges.charAt(i + 1) == '-';
            char last = range ? ranges.charAt(i + 2) : ranges.charAt(i);
            for (char c = ranges.charAt(i); c <= last; c++) {
                table[c + 1] = true;
            }
            i += range ? 2 : 0;
        }
        var all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            if (table[c + 1]) {
                all.append(c);
            }
        }
        members = all.toString();
    }

    static CharClass named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// Whether the byte belongs; -1, the value outside the text, never does.
    boolean has(int b) {
        return table[b + 1];
    }

    String members() {
        return members;
    }

    /// What may not stand next to a token of this class: at least letters and digits.
    CharClass edge() {
        return switch (this) {
            case DIGIT, HEX, UPPER, LOWER, B32, B62 -> B62;
            case B64 -> B64;
            case B64U -> B64U;
            case URLENC -> URLENC;
        };
    }
}
