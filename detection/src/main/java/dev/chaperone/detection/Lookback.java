// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// How much of a text that grows has to be read again when more of it has come.
public final class Lookback {
    /// Farther than a name and its value, a label in front of a key, and all that a detector looks
    /// at around a place.
    private static final int NEAR = 4 * 1024;

    /// Longer than the longest token, a JSON web token with its 64 KiB of payload.
    private static final int LONGEST_WORD = 72 * 1024;

    private Lookback() {}

    /// Where the scan begins that finds all that ends behind a place: never in the middle of a
    /// word, unless it is longer than any token.
    public static int from(byte[] text, int place) {
        int near = Math.max(0, place - NEAR);
        int from = near;
        while (from > 0 && near - from < LONGEST_WORD && (text[from - 1] & 0xff) > ' ') {
            from--;
        }
        return from;
    }
}
