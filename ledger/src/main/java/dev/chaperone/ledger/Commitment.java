// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Computes a salted commitment to a body while the body passes by: SHA-256 of
/// `chaperone/commit/v1`, a 32-byte random salt, the body's length as 8 bytes big-endian, and the
/// SHA-256 of the list of its pieces. The list holds each piece's length, 8 bytes big-endian, and
/// its SHA-256. A body may be cut anywhere; one that is not cut is one piece.
///
/// Whoever has the body, the salt and the lengths of the pieces can prove what was sent; without
/// the salt even a guessed body can not be confirmed, so destroying the salt erases. The salt is
/// kept with a captured body only; where bodies are not captured it is forgotten at once and the
/// commitment reveals nothing, ever.
///
/// The pieces are there so that a body is hashed only once: who needs the digest of a part, to know
/// it again, cuts there.
///
/// For one thread at a time, for one body.
public final class Commitment {
    /// Bytes of a salt.
    public static final int SALT_BYTES = 32;

    private static final byte[] DOMAIN = "chaperone/commit/v1".getBytes(StandardCharsets.US_ASCII);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MessageDigest piece = Digest.sha256();
    private final MessageDigest pieces = Digest.sha256();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);
    private final @Nullable List<Piece> remembered;
    private final long limit;
    private long length;
    private long cutAt;

    /// For a body of which nothing was seen yet and which is not kept.
    public Commitment() {
        remembered = null;
        limit = 0;
    }

    private Commitment(long limit) {
        this.remembered = new ArrayList<>();
        this.limit = limit;
    }

    /// For a body that may be kept: remembers the pieces that end within its first `limit` bytes,
    /// for [#seal()].
    public static Commitment toKeep(long limit) {
        return new Commitment(limit);
    }

    /// A piece of a body.
    ///
    /// @param from its first byte
    /// @param to the byte behind its last one
    // A carrier: nobody compares it.
    @SuppressWarnings("ArrayRecordComponent")
    public record Piece(long from, long to, byte[] sha256) {}

    /// A commitment and what, with the body itself, opens it.
    ///
    /// @param pieces those that were remembered, in order
    // A carrier: nobody compares it.
    @SuppressWarnings("ArrayRecordComponent")
    public record Sealed(Event.Body body, byte[] salt, List<Piece> pieces) {
        public Sealed {
            pieces = List.copyOf(pieces);
        }
    }

    /// Commits to a whole body in one piece, with a fresh salt that is forgotten.
    public static Event.Body to(byte[] body) {
        Commitment commitment = new Commitment();
        commitment.saw(body, 0, body.length);
        return commitment.end();
    }

    /// Takes the next bytes of the body.
    public void saw(byte[] bytes, int from, int to) {
        piece.update(bytes, from, to - from);
        length += to - from;
    }

    /// Ends a piece behind the bytes seen so far.
    ///
    /// @return the piece's SHA-256, 32 bytes
    public byte[] cut() {
        byte[] digest = piece.digest();
        pieces.update(bytesOf(length - cutAt));
        pieces.update(digest);
        if (remembered != null && length <= limit) {
            remembered.add(new Piece(cutAt, length, digest));
        }
        cutAt = length;
        return digest;
    }

    /// The body is complete: commits to it with a fresh salt that is forgotten.
    public Event.Body end() {
        return end(salt());
    }

    /// The body is complete: commits to it with a fresh salt and hands out what opens the
    /// commitment. Only for one made by [#toKeep].
    public Sealed seal() {
        if (remembered == null) {
            throw new IllegalStateException("The pieces of this body were not remembered");
        }
        byte[] salt = salt();
        Event.Body body = end(salt);
        return new Sealed(body, salt, remembered);
    }

    private static byte[] salt() {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return salt;
    }

    /// The body is complete: commits to it with a given salt.
    ///
    /// @param salt 32 unpredictable bytes, used for this body only
    public Event.Body end(byte[] salt) {
        if (salt.length != SALT_BYTES) {
            throw new IllegalArgumentException(
                    "A salt has " + SALT_BYTES + " bytes, not " + salt.length);
        }
        if (cutAt < length || length == 0) {
            cut();
        }
        byte[] list = pieces.digest();
        pieces.update(DOMAIN);
        pieces.update(salt);
        pieces.update(bytesOf(length));
        String hex = HexFormat.of().formatHex(pieces.digest(list));
        return new Event.Body(length, new Digest(hex));
    }

    private byte[] bytesOf(long value) {
        return number.putLong(0, value).array();
    }
}
