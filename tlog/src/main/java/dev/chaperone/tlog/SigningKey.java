// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Arrays;

/// The private half of a key of signed notes.
public final class SigningKey {
    private static final String START = "PRIVATE+KEY+";

    private final VerifierKey verifier;
    private final PrivateKey key;
    private final byte[] seed;

    private SigningKey(VerifierKey verifier, PrivateKey key, byte[] seed) {
        this.verifier = verifier;
        this.key = key;
        this.seed = seed;
    }

    /// A new key.
    ///
    /// @throws IllegalArgumentException when no key can have that name
    public static SigningKey generate(KeyType type, String name, SecureRandom random) {
        byte[] seed = new byte[KeyType.SEED_BYTES];
        random.nextBytes(seed);
        try {
            return of(type, name, seed);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /// The key that grows from a seed of 32 bytes (RFC 8032 or FIPS 204).
    static SigningKey of(KeyType type, String name, byte[] seed) throws MalformedException {
        VerifierKey.requireName(name);
        if (seed.length != KeyType.SEED_BYTES) {
            throw new MalformedException("The seed of a key has 32 bytes, not " + seed.length);
        }
        KeyPair pair = type.keyPair(seed);
        VerifierKey verifier = VerifierKey.of(name, type, pair.getPublic());
        return new SigningKey(verifier, pair.getPrivate(), seed);
    }

    /// Reads what [#format] gives. The messages of its exceptions do not show the text.
    public static SigningKey parse(String text) throws MalformedException {
        int first = text.startsWith(START) ? text.indexOf('+', START.length()) : -1;
        int second = text.indexOf('+', first + 1);
        if (first < 0 || second < 0) {
            throw new MalformedException("Not a signing key");
        }
        SigningKey key = read(text.substring(START.length(), first), text.substring(second + 1));
        // The id in the text is that of the public key, so this also finds a seed that was damaged.
        if (!key.format().equals(text)) {
            throw new MalformedException("The id of a signing key is not that of its key");
        }
        return key;
    }

    private static SigningKey read(String name, String base64) throws MalformedException {
        byte[] bytes;
        try {
            bytes = Fields.base64(base64);
        } catch (MalformedException e) {
            throw new MalformedException("Not base64 in a signing key");
        }
        if (bytes.length == 0) {
            throw new MalformedException("A signing key without a key");
        }
        return of(KeyType.of(bytes[0]), name, Arrays.copyOfRange(bytes, 1, bytes.length));
    }

    /// The secret text of the key: `PRIVATE+KEY+name+id+seed`, as Go writes it for Ed25519, and for
    /// ML-DSA-44 the same with the seed of FIPS 204.
    public String format() {
        byte[] typed = new byte[1 + seed.length];
        typed[0] = verifier.type().code();
        System.arraycopy(seed, 0, typed, 1, seed.length);
        String vkey = verifier.vkey();
        int id = verifier.name().length() + 1;
        return START + vkey.substring(0, vkey.indexOf('+', id) + 1) + Fields.base64(typed);
    }

    public VerifierKey verifier() {
        return verifier;
    }

    /// Signs the text of a note.
    ///
    /// @param at the time that the signature states, if it is of a type that does
    /// @throws IllegalArgumentException when the text is not the text of a note, or no checkpoint
    ///   and the key is only for these
    public Note.Signature sign(String text, Instant at) {
        try {
            Note.requireText(text);
            return signed(text, at.getEpochSecond());
        } catch (MalformedException e) {
            throw new IllegalArgumentException("Can not be signed: " + e.getMessage(), e);
        }
    }

    private Note.Signature signed(String text, long seconds) throws MalformedException {
        KeyType type = verifier.type();
        try {
            Signature signature = type.signature();
            signature.initSign(key);
            signature.update(SignedMessage.of(type, verifier.name(), seconds, text));
            byte[] bytes = signature.sign();
            if (type.timed()) {
                bytes =
                        ByteBuffer.allocate(Long.BYTES + bytes.length)
                                .putLong(seconds)
                                .put(bytes)
                                .array();
            }
            return new Note.Signature(verifier.name(), verifier.id(), bytes);
        } catch (InvalidKeyException | SignatureException e) {
            throw new IllegalStateException("This Java can not sign with " + type, e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[" + verifier.name() + " " + verifier.type() + "]";
    }
}
