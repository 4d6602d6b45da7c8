// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells values of which no fingerprint should be made: whoever gets hold of list and key could
/// guess them, and most of them are no secrets but stand in prompts for good reasons.
public final class Guessable {
    private static final int FEWEST_DIFFERENT = 6;
    private static final int MOST_DIGITS_OF_WORDS = 4;
    private static final Pattern PASSWORD = Pattern.compile("://[^/@\\s]*:([^/@\\s]+)@");
    private static final Pattern LONG_RUN = Pattern.compile("[0-9A-Za-z_-]{16,}");
    private static final int FEWEST_DIGITS = 20;

    /// Above this letters are words.
    private static final float WORD = 0;

    /// What stands for a value without being one.
    private static final List<String> PLACEHOLDERS =
            List.of(
                    "example",
                    "changeme",
                    "change_me",
                    "change-me",
                    "placeholder",
                    "your_",
                    "your-",
                    "xxxx",
                    "****",
                    "${",
                    "{{",
                    "redacted",
                    "dummy");

    private Guessable() {}

    /// Why no fingerprint should be made of a value, in words that do not show it; null when one
    /// may.
    public static @Nullable String reason(String value) {
        byte[] bytes = utf8(value);
        String small = value.toLowerCase(Locale.ROOT);
        if (bytes.length < Fingerprint.SHORTEST) {
            return "shorter than " + Fingerprint.SHORTEST + " characters";
        }
        if (bytes.length > Fingerprint.LONGEST) {
            return "longer than " + Fingerprint.LONGEST + " bytes";
        }
        if (value.chars().distinct().count() < FEWEST_DIFFERENT) {
            return "too few different characters";
        }
        if (PLACEHOLDERS.stream().anyMatch(small::contains)) {
            return "stands for a value, as 'changeme' and 'example' do";
        }
        return small.contains("://") ? reasonOfAddress(value) : reasonOfWords(value, bytes);
    }

    /// An address is as good as the password in it, or as what is random in its path.
    private static @Nullable String reasonOfAddress(String value) {
        Matcher password = PASSWORD.matcher(value);
        if (password.find()) {
            String reason = reason(password.group(1));
            return reason == null ? null : "an address whose password is " + reason;
        }
        boolean random =
                LONG_RUN.matcher(value)
                        .results()
                        .map(MatchResult::group)
                        .anyMatch(run -> reasonOfWords(run, utf8(run)) == null);
        return random ? null : "an address without a password";
    }

    private static @Nullable String reasonOfWords(String value, byte[] bytes) {
        long digits = value.chars().filter(Text::isDigit).count();
        boolean letters = value.chars().anyMatch(Text::isLetter);
        if (!letters && digits < FEWEST_DIGITS) {
            return "a number, which can be guessed";
        }
        if (letters && digits <= MOST_DIGITS_OF_WORDS && isWords(bytes)) {
            return "words, which can be guessed";
        }
        return null;
    }

    private static byte[] utf8(String value) {
        return value.getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isWords(byte[] bytes) {
        return Wordiness.of(Text.of(bytes), 0, bytes.length) > WORD;
    }
}
