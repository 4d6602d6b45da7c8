// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import org.jspecify.annotations.Nullable;

/// Texts of clients, as the database can hold and index them: without NUL and halves of surrogate
/// pairs, which become U+FFFD, and not longer than [#MAX]. The ledger has them in full.
final class StoredText {
    /// In UTF-16 units, so that an index entry with such a text always fits into its page.
    static final int MAX = 200;

    private static final char REPLACEMENT = '\uFFFD';
    private static final char ELLIPSIS = '\u2026';

    private StoredText() {}

    static @Nullable String orNull(@Nullable String text) {
        return text == null ? null : of(text);
    }

    static String of(String text) {
        String mended = mend(text);
        if (mended.length() <= MAX) {
            return mended;
        }
        int end = MAX - 1;
        if (Character.isHighSurrogate(mended.charAt(end - 1))) {
            end--;
        }
        return mended.substring(0, end) + ELLIPSIS;
    }

    private static String mend(String text) {
        if (isPlain(text)) {
            return text;
        }
        StringBuilder mended = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || isHalf(c) ? REPLACEMENT : c)
                .forEach(mended::appendCodePoint);
        return mended.toString();
    }

    /// A loop, not a stream: a row has a dozen texts.
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
