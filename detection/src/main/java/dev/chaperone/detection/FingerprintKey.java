// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The key without which fingerprints of the company's secrets say nothing.
public final class FingerprintKey {
    /// How many bytes it has.
    public static final int BYTES = 32;

    /// How many bytes of a value its [Fingerprint#gram] is made of.
    static final int WINDOW = Long.BYTES;

    /// So few bits, because whoever has the key can try eight characters by them, apart from the
    /// rest.
    private static final int GRAM_BITS = 24;

    private static final String ALGORITHM = "HmacSHA256";
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final SecretKeySpec key;
    private final long mask;
    private final long first;
    private final long second;

    private FingerprintKey(byte[] bytes) {
        key = new SecretKeySpec(bytes, ALGORITHM);
        byte[] derived = mac().doFinal(new byte[] {'g', 'r', 'a', 'm'});
        mask = (long) LONGS.get(derived, 0);
        first = (long) LONGS.get(derived, Long.BYTES) | 1;
        second = (long) LONGS.get(derived, 2 * Long.BYTES) | 1;
    }

    /// Takes the key's bytes.
    ///
    /// @throws IllegalArgumentException when it is not [#BYTES] long
    public static FingerprintKey of(byte[] bytes) {
        if (bytes.length != BYTES) {
            throw new IllegalArgumentException("The key of fingerprints has " + BYTES + " bytes");
        }
        return new FingerprintKey(bytes);
    }

    /// Reads the key as it is written in its file: hexadecimal.
    public static FingerprintKey parse(String hex) {
        return of(HexFormat.of().parseHex(hex.strip()));
    }

    /// A mac with this key, for one thread.
    Mac mac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }

    /// A keyed hash of the eight bytes at a place, quick rather than strong.
    int gram(byte[] bytes, int at) {
        long mixed = ((long) LONGS.get(bytes, at) ^ mask) * first;
        mixed = (mixed ^ mixed >>> 32) * second;
        return (int) (mixed >>> Long.SIZE - GRAM_BITS);
    }

    @Override
    public String toString() {
        return "FingerprintKey[not shown]";
    }
}
