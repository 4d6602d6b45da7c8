// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.Set;

/// The places of a text at which the eight bytes may begin by which a secret is noticed. Perhaps it
/// names more, never fewer. It runs for every 64 bytes.
final class Windows {
    private final boolean changes;
    private final boolean digits;
    private final boolean tokens;
    private final boolean all;

    /// @param kinds those that there are
    Windows(Set<WindowKind> kinds) {
        changes = kinds.contains(WindowKind.TOKEN_WITH_CHANGE);
        digits = kinds.contains(WindowKind.DIGIT);
        tokens = kinds.contains(WindowKind.TOKEN);
        all = kinds.contains(WindowKind.ANY);
    }

    /// Those in a word of a block, a bit for each.
    long in(Marks marks, int word) {
        if (all) {
            return -1;
        }
        long digit = anyOfEight(marks.digits[word], marks.digits[word + 1]);
        long other = 0;
        if (tokens) {
            other = -1;
        } else if (changes) {
            other = anyOfEight(changes(marks, word), changes(marks, word + 1));
        }
        long sought = digit | other;
        if (sought != 0) {
            sought &= allOfEight(marks.tokens[word], marks.tokens[word + 1]);
        }
        return digits ? digit | sought : sought;
    }

    /// Where a capital letter stands behind a small one, told at the small one; of the last place
    /// that is not known.
    private static long changes(Marks marks, int word) {
        long capitals = marks.capitals[word] >>> 1;
        if (word + 1 < marks.capitals.length) {
            capitals |= marks.capitals[word + 1] << 63;
        }
        return marks.smalls[word] & capitals;
    }

    /// Of each place whether the bit is set there and at the seven behind it.
    private static long allOfEight(long bits, long behind) {
        long two = bits & (bits >>> 1 | behind << 63);
        long twoBehind = behind & behind >>> 1;
        long four = two & (two >>> 2 | twoBehind << 62);
        long fourBehind = twoBehind & twoBehind >>> 2;
        return four & (four >>> 4 | fourBehind << 60);
    }

    /// Of each place whether the bit is set there or at one of the seven behind it.
    private static long anyOfEight(long bits, long behind) {
        return ~allOfEight(~bits, ~behind);
    }
}
