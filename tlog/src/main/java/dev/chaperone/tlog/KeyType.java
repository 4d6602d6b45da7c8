// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// What a key of signed notes signs, and how.
public enum KeyType {
    /// A log's signature over the text of a note.
    ED25519(0x01, "Ed25519", 32, 64, "302a300506032b6570032100"),
    /// A witness's cosignature with a time (C2SP tlog-cosignature, v1).
    ED25519_COSIGNATURE(0x04, "Ed25519", 32, 64, "302a300506032b6570032100"),
    /// A log's or witness's cosignature with a time, safe from quantum computers. Covers origin,
    /// size and root of a checkpoint, not its extension lines.
    ML_DSA_44(0x06, "ML-DSA-44", 1312, 2420, "30820532300b06096086480165030403110382052100");

    /// All private keys here grow from a seed of this length.
    static final int SEED_BYTES = 32;

    private final int code;
    private final String algorithm;
    private final int publicBytes;
    private final int signatureBytes;
    private final String header;

    KeyType(int code, String algorithm, int publicBytes, int signatureBytes, String header) {
        this.code = code;
        this.algorithm = algorithm;
        this.publicBytes = publicBytes;
        this.signatureBytes = signatureBytes;
        this.header = header;
    }

    /// The byte that stands for it in keys.
    byte code() {
        return (byte) code;
    }

    static KeyType of(byte code) throws MalformedException {
        for (KeyType type : values()) {
            if (type.code() == code) {
                return type;
            }
        }
        throw new MalformedException("Keys of type %d are unknown here".formatted(code & 0xff));
    }

    /// Whether its signatures start with a time.
    public boolean timed() {
        return this != ED25519;
    }

    /// Whether a witness may sign with it.
    public boolean ofWitnesses() {
        return this != ED25519;
    }

    /// Whether a log may sign its own checkpoints with it.
    public boolean ofLogs() {
        return this != ED25519_COSIGNATURE;
    }

    int signatureBytes() {
        return signatureBytes;
    }

    PublicKey publicKey(byte[] raw) throws MalformedException {
        if (raw.length != publicBytes) {
            throw new MalformedException(
                    "A public key of %s has %d bytes, not %d"
                            .formatted(algorithm, publicBytes, raw.length));
        }
        byte[] start = HexFormat.of().parseHex(header);
        byte[] encoded = ByteBuffer.allocate(start.length + raw.length).put(start).put(raw).array();
        try {
            return KeyFactory.getInstance(algorithm)
                    .generatePublic(new X509EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
            throw new MalformedException("Not a public key of " + algorithm);
        }
    }

    byte[] raw(PublicKey key) {
        byte[] encoded = key.getEncoded();
        return Arrays.copyOfRange(encoded, encoded.length - publicBytes, encoded.length);
    }

    /// The key pair that grows from a seed, by the key generation of RFC 8032 and FIPS 204.
    KeyPair keyPair(byte[] seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(new NamedParameterSpec(algorithm), new Seed(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + algorithm, e);
        }
    }

    Signature signature() {
        try {
            return Signature.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no " + algorithm, e);
        }
    }

    /// Gives the seed where key generation asks for chance: the JDK has no other way from a seed to
    /// a public key.
    @SuppressWarnings("serial") // nobody stores it
    private static final class Seed extends SecureRandom {
        private final byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            if (bytes.length != seed.length) {
                throw new IllegalStateException(
                        "Key generation asked for " + bytes.length + " bytes");
            }
            System.arraycopy(seed, 0, bytes, 0, seed.length);
        }
    }
}
