// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

/// Counts lines and columns along a text that is seen piece by piece.
final class Cursor {
    private long offset;
    private long line = 1;
    private long column = 1;

    /// Goes on to `target`, unless it is there already.
    ///
    /// @param bytes a piece of the text, which holds all up to the target
    /// @param base offset of the piece's first byte
    void moveTo(long target, byte[] bytes, long base) {
        for (; offset < target; offset++) {
            byte b = bytes[(int) (offset - base)];
            if (b == '\n') {
                line++;
                column = 1;
            } else if ((b & 0xc0) != 0x80) {
                column++; // not in the middle of a character of UTF-8
            }
        }
    }

    long line() {
        return line;
    }

    long column() {
        return column;
    }
}
