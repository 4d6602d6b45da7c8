// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// Figures and findings in the words of the pages. What is not known is said to be not known.
final class Words {
    /// Stands where a figure or a name would stand that nobody stated.
    static final String UNKNOWN = "not known";

    private Words() {}

    /// A whole number with separators.
    static String number(long number) {
        return String.format(Locale.ENGLISH, "%,d", number);
    }

    static String number(@Nullable Long number) {
        return number == null ? UNKNOWN : number(number.longValue());
    }

    /// `1 entry`, `2,000 entries`.
    static String count(long number, String one, String many) {
        return number(number) + " " + (number == 1 ? one : many);
    }

    /// A part of a whole, with the whole: `of 40 (5 %)`.
    static String share(long part, long whole) {
        if (whole == 0) {
            return "of 0";
        }
        double percent = 100.0 * part / whole;
        String shown =
                percent > 0 && percent < 1
                        ? "< 1"
                        : percent > 99 && percent < 100
                                ? "> 99"
                                : String.format(Locale.ENGLISH, "%.0f", percent);
        return "of " + number(whole) + " (" + shown + " %)";
    }

    /// A length of time.
    static String duration(long millis) {
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ENGLISH, "%.1f s", millis / 1_000.0);
        }
        return millis / 60_000 + " min " + millis % 60_000 / 1_000 + " s";
    }

    /// The name, or that none was stated.
    static String orUnknown(@Nullable Object name) {
        return name == null ? UNKNOWN : name.toString();
    }

    /// Upper case at the start of a sentence.
    static String sentence(String words) {
        return words.isEmpty()
                ? words
                : words.substring(0, 1).toUpperCase(Locale.ENGLISH) + words.substring(1);
    }
}
