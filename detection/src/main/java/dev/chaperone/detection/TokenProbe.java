// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// Recognises a provider's token by its shape and, where there is one, by its checksum.
final class TokenProbe implements Probe {
    private static final String BASE62 =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int CHECKSUM = 6;
    private static final int MIN_DIGITS = 3;

    private final String detector;
    private final TokenShape shape;
    private final Check check;

    /// What is looked at besides the shape. A checksum that disagrees makes a token less certain,
    /// never harmless: formats change, and examples carry wrong ones.
    enum Check {
        /// Nothing.
        NONE,
        /// Proven by the shape alone: it holds something that chance does not write.
        FIXED,
        /// Proven when the last 6 of 36 characters are the CRC-32 of the others in base 62.
        CRC,
        /// Proven by the infix `T3BlbkFJ`.
        OPENAI,
        /// Not a token unless it has some digits.
        DIGITS;

        static Check named(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    TokenProbe(String detector, Check check, TokenShape shape) {
        this.detector = detector;
        this.check = check;
        this.shape = shape;
    }

    @Override
    public List<Anchor> anchors() {
        return List.of(shape.anchor());
    }

    @Override
    public @Nullable Finding at(Text text, int at) {
        int end = shape.end(text, at);
        if (end < 0) {
            return null;
        }
        int body = at + shape.prefixLength();
        // `ghp_xxxx…` and the like: nobody was ever given such a token
        if (text.isMonotonous(Math.max(body, end - 12), end)) {
            return null;
        }
        return switch (check) {
            case NONE -> found(Confidence.SHAPED, at, end);
            case FIXED -> found(Confidence.PROVEN, at, end);
            case CRC -> found(crcAgrees(text, body, end), at, end);
            case OPENAI -> found(hasOpenAiInfix(text, body, end), at, end);
            case DIGITS -> hasDigits(text, body, end) ? found(Confidence.SHAPED, at, end) : null;
        };
    }

    private Finding found(Confidence confidence, int at, int end) {
        return new Finding(detector, confidence, at, end);
    }

    private static Confidence crcAgrees(Text text, int body, int end) {
        if (end - body != 36) {
            return Confidence.SHAPED;
        }
        long rest = text.crc32(body, end - CHECKSUM);
        boolean agrees = true;
        for (int i = end - 1; i >= end - CHECKSUM; i--) {
            agrees &= text.at(i) == BASE62.charAt((int) (rest % BASE62.length()));
            rest /= BASE62.length();
        }
        return agrees ? Confidence.PROVEN : Confidence.SHAPED;
    }

    private static Confidence hasOpenAiInfix(Text text, int body, int end) {
        boolean proven = text.containsAnyCase(body, end, "t3blbkfj");
        return proven ? Confidence.PROVEN : Confidence.SHAPED;
    }

    private static boolean hasDigits(Text text, int body, int end) {
        int digits = 0;
        for (int i = body; i < end; i++) {
            digits += Text.isDigit(text.at(i)) ? 1 : 0;
        }
        return digits >= MIN_DIGITS;
    }
}
