// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// The key that encrypts the keys of drawers, a file with 64 hexadecimal digits. Whoever has it and
/// a copy of a drawer's key file can read the drawer.
///
/// A wrapped key is 68 bytes: `CHAPKEY1`, a nonce, the key and its tag.
final class MasterKey {
    static final int WRAPPED_BYTES =
            8 + Sealing.NONCE_BYTES + Sealing.KEY_BYTES + Sealing.TAG_BYTES;

    private static final byte[] MAGIC = "CHAPKEY1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DOMAIN =
            "chaperone/captures/key/v1 ".getBytes(StandardCharsets.US_ASCII);
    private static final Set<PosixFilePermission> OWNERS =
            Set.of(
                    PosixFilePermission.OWNER_READ,
                    PosixFilePermission.OWNER_WRITE,
                    PosixFilePermission.OWNER_EXECUTE);

    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    private MasterKey(byte[] key) {
        this.key = new SecretKeySpec(key, "AES");
    }

    /// Reads the key; makes one when nothing was encrypted under one yet.
    ///
    /// @param needed whether there are drawers
    static MasterKey open(Path path, boolean needed, Storage storage) throws IOException {
        if (!Files.exists(path)) {
            if (needed) {
                throw new IOException(
                        "The master key of the captures, %s, is missing, and there are captures that only it can open. Put it back from your backup; or, to give them up for good, move the directories of captures and their keys away"
                                .formatted(path));
            }
            byte[] fresh = new byte[Sealing.KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            storage.publish(
                    path,
                    (HexFormat.of().formatHex(fresh) + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        refuseIfReadableByOthers(path);
        String text = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        try {
            byte[] read = HexFormat.of().parseHex(text);
            if (read.length == Sealing.KEY_BYTES) {
                return new MasterKey(read);
            }
        } catch (IllegalArgumentException e) {
            // Said below: its message would quote the key.
            text = "";
        }
        throw new IOException(
                "The master key of the captures, %s, is not 64 hexadecimal digits. Put it back from your backup"
                        .formatted(path));
    }

    private static void refuseIfReadableByOthers(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (posix && !OWNERS.containsAll(Files.getPosixFilePermissions(path))) {
            throw new IOException(
                    "The master key of the captures can be read by other users. Say: chmod 600 %s; and think about who may have read it"
                            .formatted(path));
        }
    }

    /// Encrypts the key of a generation.
    byte[] wrap(Generation generation, byte[] secret) {
        byte[] nonce = new byte[Sealing.NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] wrapped = new byte[WRAPPED_BYTES];
        System.arraycopy(MAGIC, 0, wrapped, 0, MAGIC.length);
        System.arraycopy(nonce, 0, wrapped, MAGIC.length, nonce.length);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, generation, nonce);
            cipher.doFinal(secret, 0, secret.length, wrapped, MAGIC.length + nonce.length);
            return wrapped;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work", e);
        }
    }

    /// Decrypts the key of a generation.
    ///
    /// @throws AEADBadTagException when it was not wrapped by this key for this generation
    byte[] unwrap(Generation generation, byte[] wrapped) throws AEADBadTagException {
        byte[] nonce = new byte[Sealing.NONCE_BYTES];
        if (wrapped.length != WRAPPED_BYTES || !startsWithMagic(wrapped)) {
            throw new AEADBadTagException("Not a wrapped key");
        }
        System.arraycopy(wrapped, MAGIC.length, nonce, 0, nonce.length);
        int from = MAGIC.length + nonce.length;
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, generation, nonce);
            return cipher.doFinal(wrapped, from, wrapped.length - from);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM does not work", e);
        }
    }

    private static boolean startsWithMagic(byte[] wrapped) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (wrapped[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private Cipher cipher(int mode, Generation generation, byte[] nonce)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(Sealing.TAG_BYTES * 8, nonce));
        cipher.updateAAD(DOMAIN);
        cipher.updateAAD(generation.label());
        return cipher;
    }
}
