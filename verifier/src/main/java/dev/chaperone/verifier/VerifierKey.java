// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// A public key that signs checkpoints, as a "vkey" names it: name, id, kind and bytes.
final class VerifierKey {
    private static final int ED25519_BYTES = 32;
    private static final int ML_DSA_BYTES = 1312;
    private static final int ID_DIGITS = 8;
    private static final int LARGEST_LABEL = 255;
    private static final byte[] ML_DSA_HEADER =
            HexFormat.of().parseHex("30820532300b06096086480165030403110382052100");

    /// How a key signs.
    enum Kind {
        /// Over the text itself.
        ED25519(1, "Ed25519", false),
        /// With the time at which it was seen.
        COSIGNATURE(4, "Ed25519 cosignature", true),
        /// As a cosignature, by an algorithm that quantum computers do not break.
        ML_DSA_44(6, "ML-DSA-44", true);

        private final int number;
        private final String title;
        private final boolean timed;

        Kind(int number, String title, boolean timed) {
            this.number = number;
            this.title = title;
            this.timed = timed;
        }

        boolean isTimed() {
            return timed;
        }

        String title() {
            return title;
        }
    }

    private final String name;
    private final int id;
    private final Kind kind;
    private final PublicKey key;
    private final String written;

    private VerifierKey(String name, int id, Kind kind, PublicKey key, String written) {
        this.name = name;
        this.id = id;
        this.kind = kind;
        this.key = key;
        this.written = written;
    }

    String name() {
        return name;
    }

    int id() {
        return id;
    }

    Kind kind() {
        return kind;
    }

    /// Reads `<name>+<id>+<base64 of kind and key>`.
    static VerifierKey parse(String vkey) throws MalformedException {
        int first = vkey.indexOf('+');
        int second = vkey.indexOf('+', first + 1);
        if (first < 0 || second - first - 1 != ID_DIGITS) {
            throw new MalformedException("not a vkey: it reads name+8 digits+base64");
        }
        String name = vkey.substring(0, first);
        Note.requireName(name);
        byte[] typed = Base64Text.decode(vkey.substring(second + 1));
        int id = id(name, typed);
        if (!vkey.substring(first + 1, second).equals(HexFormat.of().toHexDigits(id))) {
            throw new MalformedException("not a vkey: its id is not that of its key");
        }
        Kind kind = kind(typed);
        byte[] raw = Arrays.copyOfRange(typed, 1, typed.length);
        try {
            return new VerifierKey(name, id, kind, publicKey(kind, raw), vkey);
        } catch (GeneralSecurityException e) {
            throw new MalformedException("not a vkey: the key is not one of " + kind.title());
        }
    }

    private static int id(String name, byte[] typed) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        bytes.write('\n');
        bytes.writeBytes(typed);
        return ByteBuffer.wrap(Sha256.newDigest().digest(bytes.toByteArray())).getInt();
    }

    private static Kind kind(byte[] typed) throws MalformedException {
        for (Kind kind : Kind.values()) {
            int length = kind == Kind.ML_DSA_44 ? ML_DSA_BYTES : ED25519_BYTES;
            if (typed.length == 1 + length && typed[0] == kind.number) {
                return kind;
            }
        }
        throw new MalformedException("not a vkey of a kind that is known here");
    }

    private static PublicKey publicKey(Kind kind, byte[] raw) throws GeneralSecurityException {
        if (kind == Kind.ML_DSA_44) {
            byte[] encoded = Arrays.copyOf(ML_DSA_HEADER, ML_DSA_HEADER.length + raw.length);
            System.arraycopy(raw, 0, encoded, ML_DSA_HEADER.length, raw.length);
            return KeyFactory.getInstance("ML-DSA-44")
                    .generatePublic(new X509EncodedKeySpec(encoded));
        }
        byte[] number = new byte[raw.length];
        for (int i = 0; i < raw.length; i++) {
            number[i] = raw[raw.length - 1 - i];
        }
        boolean odd = number[0] < 0;
        number[0] &= Byte.MAX_VALUE;
        EdECPoint point = new EdECPoint(odd, new BigInteger(1, number));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    /// Whether a signature of a note, which carries this key's name and id, is by this key.
    boolean signed(Note note, Note.Signature signature) {
        try {
            byte[] value = signature.value();
            byte[] message = message(note, value);
            Signature check =
                    Signature.getInstance(kind == Kind.ML_DSA_44 ? "ML-DSA-44" : "Ed25519");
            check.initVerify(key);
            check.update(message);
            int from = kind.isTimed() ? Long.BYTES : 0;
            return check.verify(value, from, value.length - from);
        } catch (GeneralSecurityException | MalformedException e) {
            // It is not in the form that this key signs in.
            return false;
        }
    }

    /// The time in a signature, in seconds since 1970.
    static long time(Note.Signature signature) throws MalformedException {
        if (signature.value().length <= Long.BYTES) {
            throw new MalformedException("a cosignature without a time");
        }
        long time = ByteBuffer.wrap(signature.value()).getLong();
        if (time < 0) {
            throw new MalformedException("a cosignature of no possible time");
        }
        return time;
    }

    private byte[] message(Note note, byte[] value) throws MalformedException {
        if (kind == Kind.ED25519) {
            return note.signedBytes();
        }
        long time = time(new Note.Signature(name, id, value));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        if (kind == Kind.COSIGNATURE) {
            message.writeBytes(ascii("cosignature/v1\ntime " + time + "\n"));
            message.writeBytes(note.signedBytes());
            return message.toByteArray();
        }
        Checkpoint checkpoint = Checkpoint.parse(note.text());
        message.writeBytes(ascii("subtree/v1\n\0"));
        label(message, name);
        message.writeBytes(bigEndian(time));
        label(message, checkpoint.origin());
        message.writeBytes(bigEndian(0));
        message.writeBytes(bigEndian(checkpoint.size()));
        message.writeBytes(checkpoint.root().bytes());
        return message.toByteArray();
    }

    private static void label(ByteArrayOutputStream message, String text)
            throws MalformedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0 || bytes.length > LARGEST_LABEL) {
            throw new MalformedException("a name of 1 to 255 bytes is needed here");
        }
        message.write(bytes.length);
        message.writeBytes(bytes);
    }

    private static byte[] bigEndian(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// The vkey.
    @Override
    public String toString() {
        return written;
    }

    /// For people: name and algorithm.
    String title() {
        return name + " (" + kind.title() + ")";
    }
}
