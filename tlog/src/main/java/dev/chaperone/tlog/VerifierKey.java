// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.OptionalLong;

/// The public half of a key of signed notes, with the name it signs under.
public final class VerifierKey {
    private final String name;
    private final KeyType type;
    private final byte[] raw;
    private final PublicKey key;
    private final int id;

    private VerifierKey(String name, KeyType type, byte[] raw, PublicKey key) {
        this.name = name;
        this.type = type;
        this.raw = raw;
        this.key = key;
        this.id = id(name, type, raw);
    }

    static VerifierKey of(String name, KeyType type, PublicKey key) {
        return new VerifierKey(name, type, type.raw(key), key);
    }

    /// Reads `name+id+key`. Refuses an id that is not the key's.
    public static VerifierKey parse(String vkey) throws MalformedException {
        int first = vkey.indexOf('+');
        int second = vkey.indexOf('+', first + 1);
        if (first < 0 || second < 0) {
            throw new MalformedException("A verifier key has three parts: " + Fields.shown(vkey));
        }
        String name = vkey.substring(0, first);
        requireName(name);
        byte[] bytes = Fields.base64(vkey.substring(second + 1));
        if (bytes.length == 0) {
            throw new MalformedException("A verifier key without a key: " + Fields.shown(vkey));
        }
        KeyType type = KeyType.of(bytes[0]);
        byte[] raw = Arrays.copyOfRange(bytes, 1, bytes.length);
        VerifierKey key = new VerifierKey(name, type, raw, type.publicKey(raw));
        if (!key.hexId().equals(vkey.substring(first + 1, second))) {
            throw new MalformedException(
                    "The id of a verifier key is %s, not the one given: %s"
                            .formatted(key.hexId(), Fields.shown(vkey)));
        }
        return key;
    }

    static void requireName(String name) throws MalformedException {
        if (!isName(name)) {
            throw new MalformedException("Not the name of a key: " + Fields.shown(name));
        }
    }

    /// Whether a key can have this name: not empty, without spaces and `+`.
    public static boolean isName(String name) {
        return !name.isEmpty() && name.codePoints().allMatch(VerifierKey::ofNames);
    }

    private static boolean ofNames(int c) {
        return c != '+'
                && !Character.isWhitespace(c)
                && !Character.isSpaceChar(c)
                && !Character.isISOControl(c)
                && Character.getType(c) != Character.SURROGATE;
    }

    public String name() {
        return name;
    }

    public KeyType type() {
        return type;
    }

    public int id() {
        return id;
    }

    private String hexId() {
        return HexFormat.of().toHexDigits(id);
    }

    /// How the key is given to others.
    public String vkey() {
        byte[] typed = ByteBuffer.allocate(1 + raw.length).put(type.code()).put(raw).array();
        return name + '+' + hexId() + '+' + Fields.base64(typed);
    }

    /// Whether both are the same key, maybe under other names or for other signatures.
    public boolean sameKey(VerifierKey other) {
        return Arrays.equals(raw, other.raw);
    }

    boolean made(Note.Signature signature) {
        return id == signature.keyId() && name.equals(signature.name());
    }

    /// Whether a signature over a text is valid.
    public boolean verifies(String text, Note.Signature signature) {
        ByteBuffer bytes = ByteBuffer.wrap(signature.raw());
        int expected = type.signatureBytes() + (type.timed() ? Long.BYTES : 0);
        if (!made(signature) || bytes.remaining() != expected) {
            return false;
        }
        try {
            long time = type.timed() ? bytes.getLong() : 0;
            if (time < 0) {
                return false;
            }
            Signature verification = type.signature();
            verification.initVerify(key);
            verification.update(SignedMessage.of(type, name, time, text));
            return verification.verify(signature.raw(), bytes.position(), bytes.remaining());
        } catch (MalformedException | InvalidKeyException | SignatureException e) {
            // What can not be a signature of this key is none.
            return false;
        }
    }

    /// The time that a signature of this key states, in seconds since 1970, if it states one.
    OptionalLong time(Note.Signature signature) {
        return type.timed()
                ? OptionalLong.of(ByteBuffer.wrap(signature.raw()).getLong())
                : OptionalLong.empty();
    }

    private static int id(String name, KeyType type, byte[] raw) {
        MessageDigest digest = Merkle.sha256();
        digest.update(name.getBytes(UTF_8));
        digest.update((byte) '\n');
        digest.update(type.code());
        digest.update(raw);
        return ByteBuffer.wrap(digest.digest()).getInt();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifierKey key
                && type == key.type
                && name.equals(key.name)
                && Arrays.equals(raw, key.raw);
    }

    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return vkey();
    }
}
