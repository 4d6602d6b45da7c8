// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Finding;

import java.nio.charset.StandardCharsets;

/// What is looked through at once.
///
/// @param bytes the reader's own, good until it reads on
/// @param length how many of them
// One buffer is used for all, and nobody compares pieces.
@SuppressWarnings("ArrayRecordComponent")
record Piece(Content content, byte[] bytes, int length) {
    private static final int REACH = 1_000;

    /// A character for each byte, so that places are the same.
    String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// The line of a finding, or as much of it as is near.
    String lineAround(Finding finding) {
        int start = finding.start();
        while (start > 0 && finding.start() - start < REACH && bytes[start - 1] != '\n') {
            start--;
        }
        int end = finding.end();
        while (end < length && end - finding.end() < REACH && bytes[end] != '\n') {
            end++;
        }
        return text(start, end);
    }
}
