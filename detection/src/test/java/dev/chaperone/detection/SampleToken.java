// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;

/// Makes tokens by the forms of detectors, with sums that agree where the detector wants one.
final class SampleToken {
    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static final int MOST_NUMBERS = 10_000;

    private SampleToken() {}

    /// Some token of the form.
    static String of(Rule rule, Shape shape, Random random) {
        StringBuilder token = new StringBuilder();
        for (Shape.Part part : shape.parts()) {
            switch (part) {
                case Shape.Part.Literal(String text) -> token.append(text);
                case Shape.Part.Run(CharClass members, int min, int max) ->
                        append(
                                token,
                                members,
                                min + random.nextInt(Math.min(max - min, 40) + 1),
                                random);
            }
        }
        String start = token.substring(0, shape.prefixLength());
        return switch (rule.check()) {
            case CRC32_B62_6 -> withSum(token.substring(0, token.length() - 6));
            case STRUCTURE ->
                    start.matches("[MNO].?") && token.indexOf(".") > 0
                            ? numberFirst(start, token.toString(), random)
                            : token.toString();
            default -> token.toString();
        };
    }

    /// One with the shortest runs, of which the last one lacks a character.
    static String tooShort(Shape shape, Random random) {
        StringBuilder token = new StringBuilder();
        int runs = 0;
        for (Shape.Part part : shape.parts()) {
            runs += part instanceof Shape.Part.Run ? 1 : 0;
        }
        for (Shape.Part part : shape.parts()) {
            switch (part) {
                case Shape.Part.Literal(String text) -> token.append(text);
                case Shape.Part.Run(CharClass members, int min, _) -> {
                    runs--;
                    append(token, members, runs == 0 ? min - 1 : min, random);
                }
            }
        }
        return token.toString();
    }

    private static void append(StringBuilder token, CharClass members, int length, Random random) {
        String all = usual(members);
        for (int i = 0; i < length; i++) {
            token.append(all.charAt(random.nextInt(all.length())));
        }
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
        for (int i = 0; i < MOST_NUMBERS; i++) {
            String number =
                    Long.toString(random.nextLong(100_000_000_000_000_000L, Long.MAX_VALUE));
            String encoded =
                    Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(number.getBytes(StandardCharsets.UTF_8));
            if (encoded.startsWith(start) && encoded.length() >= 24) {
                return encoded + token.substring(token.indexOf('.'));
            }
        }
        throw new IllegalStateException("No number begins with " + start);
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
