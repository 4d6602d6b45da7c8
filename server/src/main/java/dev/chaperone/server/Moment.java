// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// A point in time as a page shows it, always in UTC.
///
/// @param iso for programs
/// @param human short: the time of day, with the date when that is not today
/// @param exact complete, for a tooltip
/// @param clock the time of day alone
record Moment(String iso, String human, String exact, String clock) {
    private static final DateTimeFormatter CLOCK = format("HH:mm:ss");
    private static final DateTimeFormatter THIS_YEAR = format("d MMM HH:mm:ss");
    private static final DateTimeFormatter OTHER_YEAR = format("d MMM uuuu HH:mm");
    private static final DateTimeFormatter EXACT = format("EEEE, d MMMM uuuu, HH:mm:ss.SSS 'UTC'");
    private static final DateTimeFormatter WORDS = format("d MMMM uuuu, HH:mm 'UTC'");
    private static final DateTimeFormatter DAY = format("d MMMM uuuu");

    /// A point in time as somebody reads it at `now`.
    static Moment of(Instant at, Instant now) {
        OffsetDateTime time = at.atOffset(ZoneOffset.UTC);
        OffsetDateTime today = now.atOffset(ZoneOffset.UTC);
        DateTimeFormatter human = OTHER_YEAR;
        if (time.toLocalDate().equals(today.toLocalDate())) {
            human = CLOCK;
        } else if (time.getYear() == today.getYear()) {
            human = THIS_YEAR;
        }
        return new Moment(
                at.truncatedTo(ChronoUnit.MILLIS).toString(),
                human.format(time),
                EXACT.format(time),
                CLOCK.format(time));
    }

    /// Day and minute, for a sentence.
    static String words(Instant at) {
        return WORDS.format(at.atOffset(ZoneOffset.UTC));
    }

    /// A calendar day in words.
    static String day(LocalDate day) {
        return DAY.format(day);
    }

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }
}
