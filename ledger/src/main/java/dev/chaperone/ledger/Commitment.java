// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.vocabulary.Digest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Computes a salted commitment to a body while the body passes by: SHA-256 of
/// `chaperone/commit/v1`, a 32-byte random salt, the body's length as 8 bytes big-endian, and the
/// SHA-256 of the body.
///
/// Whoever has body and salt can prove what was sent; without the salt even a guessed body can not
/// be confirmed, so destroying the salt erases. The salt is kept with a captured body only; where
/// bodies are not captured it is forgotten at once and the commitment reveals nothing, ever.
///
/// For one thread at a time, for one body.
public final class Commitment {
    /// Bytes of a salt.
    public static final int SALT_BYTES = 32;

    private static final byte[] DOMAIN = "chaperone/commit/v1".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MessageDigest sha256 = Digest.sha256();
    private long length;

    /// For a body of which nothing was seen yet.
    public Commitment() {}

    /// Commits to a whole body with a fresh salt that is forgotten.
    public static Event.Body to(byte[] body) {
        Commitment commitment = new Commitment();
        commitment.saw(body, 0, body.length);
        return commitment.end();
    }

    /// Takes the next bytes of the body.
    public void saw(byte[] bytes, int from, int to) {
        sha256.update(bytes, from, to - from);
        length += to - from;
    }

    /// The body is complete: commits to it with a fresh salt that is forgotten.
    public Event.Body end() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return end(salt);
    }

    /// The body is complete: commits to it with a given salt.
    ///
    /// @param salt 32 unpredictable bytes, used for this body only
    public Event.Body end(byte[] salt) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException(
                    "A salt has " + SALT_BYTES + " bytes, not " + salt.length);
        }
        byte[] body = sha256.digest();
        sha256.update(DOMAIN);
        sha256.update(salt);
        sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(length).array());
        String hex = HexFormat.of().formatHex(sha256.digest(body));
        return new Event.Body(length, new Digest(hex));
    }
}
