// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.Locale;

/// A set of bytes that a part of a token is made of. The names are those used in shapes, in lower
/// case: `{b62:36}`.
enum CharClass {
    DIGIT("0-9"),
    HEX("0-9a-f"),
    HEXI("0-9A-Fa-f"),
    LOWER("a-z"),
    UPPER("A-Z"),
    ALPHA("A-Za-z"),
    ALNUML("0-9a-z"),
    ALNUMU("0-9A-Z"),
    B62("0-9A-Za-z"),
    WORD("0-9A-Za-z_"),
    B64("0-9A-Za-z+/"),
    B64U("0-9A-Za-z_-"),
    /// Both alphabets of base64, with padding.
    B64P("0-9A-Za-z+/=_-"),
    B32("A-Z2-7"),
    B32L("a-z2-7"),
    B58("1-9A-HJ-NP-Za-km-z"),
    BECH32("02-9ac-hj-np-z"),
    BECH32U("02-9AC-HJ-NP-Z"),
    /// Client secrets of Microsoft Entra.
    AZSEC("0-9A-Za-z_~.-"),
    URLENC("0-9A-Za-z%+/=_-"),
    URLISH("0-9A-Za-z._-"),
    /// What is printed in ASCII, without quotes, semicolon and blank.
    GRAPH("!#-&(-:<-_a-~"),
    /// What stands before the sign in e-mail addresses.
    MAILBOX("0-9A-Za-z._%+-"),
    /// What names in code and settings are made of.
    NAME("0-9A-Za-z_.$-"),
    /// What the engine sees as one run.
    TOKEN("0-9A-Za-z+/_-"),
    /// What stands in values without quotes: all but blanks, quotes, and what ends them.
    BARE("!#-%*-+.-:=->?-Z^-_a-z~-\u00ff(-([-[{-{---"),
    /// What stands between double quotes up to the next backslash.
    DOUBLE_QUOTED("\u0000-\t\u000b-\f\u000e-!#-[]-\u00ff"),
    SINGLE_QUOTED("\u0000-\t\u000b-\f\u000e-&(-[]-\u00ff"),
    BACK_QUOTED("\u0000-\t\u000b-\f\u000e-[]-_a-\u00ff");

    /// How many classes there are.
    static final int COUNT = values().length;

    private final String members;

    // An array for speed; nothing writes to it after construction.
    @SuppressWarnings("ImmutableEnumChecker")
    private final boolean[] table = new boolean[257];

    /// The same in bits.
    @SuppressWarnings("ImmutableEnumChecker")
    private final long[] bits = new long[4];

    CharClass(String ranges) {
        for (int i = 0; i < ranges.length(); i++) {
            boolean range = i + 2 < ranges.length() && ranges.charAt(i + 1) == '-';
            char last = range ? ranges.charAt(i + 2) : ranges.charAt(i);
            for (char c = ranges.charAt(i); c <= last; c++) {
                table[c + 1] = true;
            }
            i += range ? 2 : 0;
        }
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            if (table[c + 1]) {
                bits[c >>> 6] |= 1L << c;
                all.append(c);
            }
        }
        members = all.toString();
    }

    /// @throws IllegalArgumentException when there is no such class
    static CharClass named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /// Whether the byte belongs; -1, the value outside the text, never does.
    boolean has(int b) {
        return table[b + 1];
    }

    /// A number below [#COUNT] that tells it from the others.
    @SuppressWarnings("EnumOrdinal")
    int number() {
        return ordinal();
    }

    String members() {
        return members;
    }

    boolean isWithin(CharClass other) {
        for (int i = 0; i < bits.length; i++) {
            if ((bits[i] & ~other.bits[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether the byte may not stand next to a token of this class: a member, a letter or a digit.
    boolean glues(int b) {
        return has(b) || B62.has(b);
    }
}
