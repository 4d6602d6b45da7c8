// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

/// What stands around one body in a drawer's file: a head, the interaction's id, an encrypted
/// index, the encrypted content, a tail. [FrameFormat] reads and writes it.
///
/// @param offset of the head in the file
/// @param kind whose body it is, or a mark
/// @param idLength bytes of the interaction's id
/// @param indexLength bytes of the index, encrypted
/// @param contentLength bytes of the content, encrypted; 0 when there is none
/// @param parts that the file has up to the end of this frame
/// @param bodies that the file has up to the end of this frame
/// @param time when the last of them was kept, milliseconds of the epoch
/// @param synced all before this offset was on disk when the frame was written
/// @param nonce of its encryption, never used before with the same key
/// @param checksum over id, index and content
// Nobody compares frames.
@SuppressWarnings("ArrayRecordComponent")
record Frame(
        long offset,
        Kind kind,
        int idLength,
        int indexLength,
        int contentLength,
        int parts,
        int bodies,
        long time,
        long synced,
        byte[] nonce,
        int checksum) {
    static final int HEAD = 56;
    static final int TAIL = 16;

    /// What a frame is for.
    enum Kind {
        PROMPT(1),
        ANSWER(2),
        /// Says that nothing is missing before it, so that a damage to the last body is not taken
        /// for a write that was cut off.
        MARK(3);

        private final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        byte code() {
            return code;
        }

        static @Nullable Kind of(byte code) {
            return switch (code) {
                case 1 -> PROMPT;
                case 2 -> ANSWER;
                case 3 -> MARK;
                default -> null;
            };
        }

        static Kind of(Side side) {
            return switch (side) {
                case PROMPT -> PROMPT;
                case ANSWER -> ANSWER;
            };
        }
    }

    boolean isBody() {
        return kind != Kind.MARK;
    }

    long idAt() {
        return offset + HEAD;
    }

    long indexAt() {
        return idAt() + idLength;
    }

    long contentAt() {
        return indexAt() + indexLength;
    }

    long tailAt() {
        return contentAt() + contentLength;
    }

    long end() {
        return tailAt() + TAIL;
    }

    /// Bytes between head and tail.
    int payloadLength() {
        return Math.toIntExact(tailAt() - idAt());
    }
}
