// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/// Moments as entries write them. Nearly all have milliseconds and a year of four digits; to read
/// these as [Instant#parse] does, which reads any others, would take longer than the rest of an
/// entry.
final class WrittenTime {
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int NANOS = 1_000_000;

    private WrittenTime() {}

    /// @throws DateTimeException when it is none
    static Instant parse(String text) {
        if (!isInForm(text)) {
            return Instant.parse(text);
        }
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (hour > 23 || minute > 59 || second > 59) {
            return Instant.parse(text);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        hour,
                        minute,
                        second,
                        number(text, 20, 23) * NANOS)
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean isInForm(String text) {
        boolean fits = text.length() == FORM.length();
        for (int i = 0; fits && i < FORM.length(); i++) {
            char wanted = FORM.charAt(i);
            char c = text.charAt(i);
            fits = wanted == '0' ? c >= '0' && c <= '9' : c == wanted;
        }
        return fits;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
