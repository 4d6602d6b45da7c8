// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;

import java.util.Arrays;

/// Commits to an answer while it passes and, when it is to be kept, holds a copy of its first 8
/// MiB.
final class AnswerTap {
    /// A multiple of [#PIECE], so that the pieces of a copy that was cut cover it.
    static final int MAX_KEPT = 8 * 1024 * 1024;

    static final int PIECE = 64 * 1024;
    private static final int FIRST_GUESS = 8 * 1024;
    private static final byte[] NOTHING = {};

    private final boolean keeping;
    private final Commitment commitment;
    private byte[] copy = NOTHING;
    private int length;
    private int inPiece;

    AnswerTap(boolean keeping) {
        this.keeping = keeping;
        this.commitment = keeping ? Commitment.toKeep(MAX_KEPT) : new Commitment();
    }

    /// Takes the next bytes of the answer.
    void saw(byte[] bytes, int from, int to) {
        if (!keeping) {
            commitment.saw(bytes, from, to);
            return;
        }
        copy(bytes, from, Math.min(to, from + MAX_KEPT - length));
        int at = from;
        while (at < to) {
            int end = Math.min(to, at + PIECE - inPiece);
            commitment.saw(bytes, at, end);
            inPiece += end - at;
            at = end;
            if (inPiece == PIECE) {
                commitment.cut();
                inPiece = 0;
            }
        }
    }

    private void copy(byte[] bytes, int from, int to) {
        int needed = length + to - from;
        if (needed > copy.length) {
            int room = Math.max(Math.max(needed, FIRST_GUESS), Math.min(MAX_KEPT, 2 * copy.length));
            copy = Arrays.copyOf(copy, room);
        }
        System.arraycopy(bytes, from, copy, length, to - from);
        length = needed;
    }

    /// The answer is complete, and nothing of it is kept.
    Event.Body end() {
        return commitment.end();
    }

    /// The answer is complete, and kept.
    Commitment.Sealed seal() {
        return commitment.seal();
    }

    /// The copy; handed out once.
    byte[] kept() {
        byte[] all = length == copy.length ? copy : Arrays.copyOf(copy, length);
        copy = NOTHING;
        length = 0;
        return all;
    }
}
