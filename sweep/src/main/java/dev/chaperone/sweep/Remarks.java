// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Remarks in a text that say that what looks like a secret is none. They are in use with other
/// scanners too.
final class Remarks {
    private static final String NEXT_LINE = "pragma: allowlist nextline secret";
    private static final String SAME_LINE = "pragma: allowlist secret";
    private static final String GITLEAKS = "gitleaks:allow";

    /// A remark further away in the same line is not meant, in files that are one long line.
    private static final int REACH = 1_000;

    private Remarks() {}

    /// Whether what stands between the offsets is allowed.
    static boolean allow(byte[] bytes, int length, int start, int end) {
        int lineStart = back(bytes, start);
        String lines = text(bytes, lineStart, forward(bytes, end, length));
        if (lines.contains(GITLEAKS) || lines.contains(SAME_LINE)) {
            return true;
        }
        boolean hasLineBefore = lineStart > 0 && bytes[lineStart - 1] == '\n';
        return hasLineBefore
                && text(bytes, back(bytes, lineStart - 1), lineStart).contains(NEXT_LINE);
    }

    private static int back(byte[] bytes, int from) {
        int i = from;
        while (i > 0 && from - i < REACH && bytes[i - 1] != '\n') {
            i--;
        }
        return i;
    }

    private static int forward(byte[] bytes, int from, int length) {
        int i = from;
        while (i < length && i - from < REACH && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }
}
