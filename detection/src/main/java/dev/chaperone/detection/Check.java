// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;

/// What a token proves by itself, besides its form. A check that does not hold makes a token less
/// certain, never harmless: formats change, and examples carry wrong sums.
enum Check {
    /// Nothing.
    NONE {
        @Override
        boolean holds(String token) {
            return false;
        }
    },

    /// It holds something at a fixed place that chance does not write.
    INFIX {
        @Override
        boolean holds(String token) {
            return true;
        }
    },

    /// The last 6 of 36 characters behind the prefix are the CRC-32 of the other 30 in base 62.
    CRC32_B62_6 {
        @Override
        boolean holds(String token) {
            int body = token.indexOf('_') + 1;
            return token.length() - body == 36
                    && endsWithSum(token, crc(token.substring(body, token.length() - 6)), 62, 6);
        }
    },

    /// The last 7 characters are the CRC-32 of everything before them in base 36.
    CRC32_B36_7 {
        @Override
        boolean holds(String token) {
            String low = token.toLowerCase(Locale.ROOT);
            return token.length() > 7
                    && endsWithSum(low, crc(token.substring(0, token.length() - 7)), 36, 7);
        }
    },

    /// The last 8 characters are the CRC-32 of everything before them in hexadecimal, its bytes in
    /// either order, with or without the separator between.
    CRC32_HEX_8 {
        @Override
        boolean holds(String token) {
            String written = token.substring(Math.max(0, token.length() - 8));
            if (written.length() < 8 || !written.chars().allMatch(CharClass.HEXI::has)) {
                return false;
            }
            int sum = (int) Long.parseLong(written, 16);
            String before = token.substring(0, token.length() - 8);
            String without =
                    before.endsWith("_") ? before.substring(0, before.length() - 1) : before;
            int with = crc(before);
            int lean = crc(without);
            return sum == with
                    || sum == lean
                    || sum == Integer.reverseBytes(with)
                    || sum == Integer.reverseBytes(lean);
        }
    },

    /// An account number of twelve digits stands in it, but in nine of ten random ones too.
    AWS_ACCOUNT {
        @Override
        boolean holds(String token) {
            return false;
        }
    },

    /// Some part of it is base64 of a JSON object, or of a number with a colon behind it, or it is
    /// a user's number alone.
    STRUCTURE {
        @Override
        boolean holds(String token) {
            return Structure.isIn(token);
        }
    },

    /// It is base64 of so many bytes, which the form says already.
    BASE64_64 {
        @Override
        boolean holds(String token) {
            return true;
        }
    },

    /// As [#BASE64_64].
    BASE64_32 {
        @Override
        boolean holds(String token) {
            return true;
        }
    },

    /// The checksum of BIP-173, or that of its successor BIP-350.
    BECH32 {
        @Override
        boolean holds(String token) {
            return bech32(token.toLowerCase(Locale.ROOT));
        }
    },

    /// The last four bytes are the beginning of the SHA-256 of the SHA-256 of the others.
    BASE58CHECK {
        @Override
        boolean holds(String token) {
            return base58check(token);
        }
    };

    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final String BASE58 =
            "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BASE32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] BECH32_GENERATOR = {
        0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3
    };
    private static final int BECH32M = 0x2bc830a3;

    /// @throws IllegalArgumentException when there is no such check
    static Check named(String name) {
        for (Check check : values()) {
            if (check.name().equals(name.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                return check;
            }
        }
        throw new IllegalArgumentException("there is no check '" + name + "'");
    }

    /// Whether the token is proven. It has the form of its detector.
    abstract boolean holds(String token);

    private static int crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return (int) crc.getValue();
    }

    private static boolean endsWithSum(String token, int crc, int base, int length) {
        String digits = base == 62 ? BASE62 : BASE36;
        long rest = Integer.toUnsignedLong(crc);
        for (int i = token.length() - 1; i >= token.length() - length; i--) {
            if (token.charAt(i) != digits.charAt((int) (rest % base))) {
                return false;
            }
            rest /= base;
        }
        return true;
    }

    private static boolean bech32(String token) {
        int one = token.lastIndexOf('1');
        if (one < 1) {
            return false;
        }
        int sum = 1;
        for (int i = 0; i < one; i++) {
            sum = step(sum) ^ token.charAt(i) >> 5;
        }
        sum = step(sum);
        for (int i = 0; i < one; i++) {
            sum = step(sum) ^ token.charAt(i) & 31;
        }
        for (int i = one + 1; i < token.length(); i++) {
            sum = step(sum) ^ BASE32.indexOf(token.charAt(i));
        }
        return sum == 1 || sum == BECH32M;
    }

    private static int step(int sum) {
        int next = (sum & 0x1ffffff) << 5;
        for (int i = 0; i < BECH32_GENERATOR.length; i++) {
            next ^= (sum >>> 25 + i & 1) == 0 ? 0 : BECH32_GENERATOR[i];
        }
        return next;
    }

    private static boolean base58check(String token) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < token.length(); i++) {
            BigInteger digit = BigInteger.valueOf(BASE58.indexOf(token.charAt(i)));
            value = value.multiply(BigInteger.valueOf(58)).add(digit);
        }
        byte[] bytes = value.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        int end = bytes.length - 4;
        if (end <= from) {
            return false;
        }
        byte[] sum = sha256(sha256(Arrays.copyOfRange(bytes, from, end)));
        return Arrays.equals(sum, 0, 4, bytes, end, bytes.length);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
