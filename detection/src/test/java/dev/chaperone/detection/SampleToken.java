// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;

/// Makes tokens by the forms of detectors, with sums that agree where the detector wants one.
final class SampleToken {
    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private SampleToken() {}

    /// Some token of the form.
    static String of(Rule rule, Shape shape, Random random) {
        return make(rule, shape, random, false);
    }

    /// One with the shortest runs.
    static String shortest(Rule rule, Shape shape, Random random) {
        return make(rule, shape, random, true);
    }

    private static String make(Rule rule, Shape shape, Random random, boolean shortest) {
        StringBuilder token = new StringBuilder();
        for (Shape.Part part : shape.parts()) {
            switch (part) {
                case Shape.Part.Literal(String text) -> token.append(text);
                case Shape.Part.Run(CharClass members, int min, int max) -> {
                    int length = shortest ? min : min + random.nextInt(Math.min(max - min, 40) + 1);
                    String all = usual(members);
                    for (int i = 0; i < length; i++) {
                        token.append(all.charAt(random.nextInt(all.length())));
                    }
                }
            }
        }
        String start = token.substring(0, shape.prefixLength());
        return switch (rule.check()) {
            case CRC32_B62_6 -> withSum(token.substring(0, token.length() - 6));
            case BASE58CHECK -> bitcoinKey(start, random);
            case STRUCTURE ->
                    start.length() == 1 ? numberFirst(start, token.toString(), random) : token.toString();
            default -> token.toString();
        };
    }

    /// Padding, dots and marks are seldom in the middle of tokens.
    private static String usual(CharClass members) {
        return members.members().replaceAll("[^0-9A-Za-z+/_-]", "");
    }

    private static String withSum(String head) {
        return head + base62(crc(head.substring(head.indexOf('_') + 1)));
    }

    /// The first part is base64 of a number, as bots of Discord have it.
    private static String numberFirst(String start, String token, Random random) {
        String encoded;
        do {
            String number = Long.toString(random.nextLong(100_000_000_000_000_000L, Long.MAX_VALUE));
            encoded =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(number.getBytes(StandardCharsets.UTF_8));
        } while (!encoded.startsWith(start) || encoded.length() < 24);
        return encoded + token.substring(token.indexOf('.'));
    }

    /// A private key in the form of wallets: version, 32 bytes, a mark of its use for short public
    /// keys, checksum.
    private static String bitcoinKey(String start, Random random) {
        String key;
        do {
            byte[] bytes = new byte[start.equals("5") ? 33 : 34];
            random.nextBytes(bytes);
            bytes[0] = (byte) 0x80;
            if (bytes.length == 34) {
                bytes[33] = 1;
            }
            byte[] all = Arrays.copyOf(bytes, bytes.length + 4);
            System.arraycopy(sha256(sha256(bytes)), 0, all, bytes.length, 4);
            key = base58(new BigInteger(1, all));
        } while (!key.startsWith(start));
        return key;
    }

    private static String base58(BigInteger value) {
        StringBuilder text = new StringBuilder();
        BigInteger rest = value;
        while (rest.signum() > 0) {
            BigInteger[] parts = rest.divideAndRemainder(BigInteger.valueOf(58));
            text.insert(0, CharClass.B58.members().charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return text.toString();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    private static String base62(long value) {
        StringBuilder sum = new StringBuilder();
        long rest = value;
        for (int i = 0; i < 6; i++) {
            sum.insert(0, BASE62.charAt((int) (rest % 62)));
            rest /= 62;
        }
        return sum.toString();
    }
}
