// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// What the key of one [Generation] does: it encrypts the sections of frames and makes the ids of
/// parts. Three keys are derived from it, so that no key has two uses.
///
/// For one thread at a time.
final class Sealing {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /// The two parts of a frame that are encrypted. Each has a key of its own, so both may use the
    /// frame's nonce.
    enum Section {
        INDEX(0),
        CONTENT(1);

        private final int code;

        Section(int code) {
            this.code = code;
        }
    }

    private static final String DOMAIN = "chaperone/captures/v1 ";
    private static final byte[] DOMAIN_BYTES = DOMAIN.getBytes(StandardCharsets.US_ASCII);
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final byte[] label;
    private final SecretKey[] keys = new SecretKey[Section.values().length];
    private final Cipher cipher;
    private final Mac mac;
    private final ByteBuffer described;

    /// @param key of the generation; not kept
    Sealing(Generation generation, byte[] key) {
        this.label = generation.label();
        this.described = ByteBuffer.allocate(DOMAIN.length() + label.length + 2 + Long.BYTES);
        try {
            for (Section section : Section.values()) {
                keys[section.code] = derived(key, section.name(), "AES");
            }
            this.mac = Mac.getInstance("HmacSHA256");
            mac.init(derived(key, "PARTS", "HmacSHA256"));
            this.cipher = Cipher.getInstance(CIPHER);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JDK lacks a standard algorithm", e);
        }
    }

    private SecretKey derived(byte[] key, String use, String algorithm)
            throws GeneralSecurityException {
        HKDFParameterSpec parameters =
                HKDFParameterSpec.ofExtract()
                        .addIKM(key)
                        .addSalt(label)
                        .thenExpand((DOMAIN + use).getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
        return KDF.getInstance("HKDF-SHA256").deriveKey(algorithm, parameters);
    }

    /// The id of a part, which says nothing about it to anybody without the key.
    PartId id(byte[] sha256, int length) {
        mac.update(sha256);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, length));
        return PartId.of(mac.doFinal(), 0);
    }

    /// Encrypts a section into `out` and returns its length there.
    int seal(Section section, Frame frame, byte[] plain, int length, byte[] out, int at) {
        try {
            begin(Cipher.ENCRYPT_MODE, section, frame);
            return cipher.doFinal(plain, 0, length, out, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work", e);
        }
    }

    /// Decrypts a section.
    ///
    /// @throws AEADBadTagException when it is not what was encrypted, in this place
    byte[] open(Section section, Frame frame, byte[] sealed, int from, int length)
            throws AEADBadTagException {
        try {
            begin(Cipher.DECRYPT_MODE, section, frame);
            return cipher.doFinal(sealed, from, length);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw (AEADBadTagException) new AEADBadTagException("Too short").initCause(e);
        }
    }

    private void begin(int mode, Section section, Frame frame) throws GeneralSecurityException {
        SecretKey key = keys[section.code];
        cipher.init(mode, key, new GCMParameterSpec(TAG_BYTES * 8, frame.nonce()));
        described.clear();
        described.put(DOMAIN_BYTES).put(label);
        described.put((byte) section.code).put(frame.kind().code()).putLong(frame.offset());
        cipher.updateAAD(described.flip());
    }
}
