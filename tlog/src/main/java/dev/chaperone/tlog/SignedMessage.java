// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/// The bytes that a signature of a note is made over.
final class SignedMessage {
    private static final byte[] LABEL = "subtree/v1\n\0".getBytes(UTF_8);
    private static final int LONGEST_NAME = 255;

    private SignedMessage() {}

    /// @param seconds the time that a cosignature states
    /// @throws MalformedException when the text is no checkpoint, but the signature is one of those
    ///   that only checkpoints have
    static byte[] of(KeyType type, String signer, long seconds, String text)
            throws MalformedException {
        return switch (type) {
            case ED25519 -> text.getBytes(UTF_8);
            case ED25519_COSIGNATURE -> cosignature(seconds, text);
            case ML_DSA_44 -> subtree(signer, seconds, Checkpoint.parse(text));
        };
    }

    private static byte[] cosignature(long seconds, String text) throws MalformedException {
        // A cosignature makes a statement about a log, so it is only for its checkpoints.
        Checkpoint.parse(text);
        return ("cosignature/v1\ntime " + seconds + "\n" + text).getBytes(UTF_8);
    }

    private static byte[] subtree(String signer, long seconds, Checkpoint checkpoint)
            throws MalformedException {
        byte[] name = name(signer);
        byte[] origin = name(checkpoint.origin());
        int length = LABEL.length + 2 + name.length + origin.length + 3 * Long.BYTES + Hash.BYTES;
        return ByteBuffer.allocate(length)
                .put(LABEL)
                .put((byte) name.length)
                .put(name)
                .putLong(seconds)
                .put((byte) origin.length)
                .put(origin)
                .putLong(0)
                .putLong(checkpoint.size())
                .put(checkpoint.root().raw())
                .array();
    }

    private static byte[] name(String name) throws MalformedException {
        byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length == 0 || bytes.length > LONGEST_NAME) {
            throw new MalformedException(
                    "A name in a cosignature has 1 to 255 bytes, not " + bytes.length);
        }
        return bytes;
    }
}
