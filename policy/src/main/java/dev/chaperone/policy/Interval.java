// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A length of time as policies write it: `72h`, `14d`, `12mo`.
///
/// @param amount 0 to 9999
public record Interval(int amount, Unit unit) {
    private static final Pattern FORM = Pattern.compile("(0|[1-9][0-9]{0,3})(h|d|mo)");

    /// In what it is counted.
    public enum Unit {
        HOURS("h", "hour"),
        DAYS("d", "day"),
        MONTHS("mo", "month");

        private final String written;
        private final String word;

        Unit(String written, String word) {
            this.written = written;
            this.word = word;
        }
    }

    /// Reads the written form.
    public static Optional<Interval> parse(String written) {
        Matcher form = FORM.matcher(written);
        if (!form.matches()) {
            return Optional.empty();
        }
        for (Unit unit : Unit.values()) {
            if (unit.written.equals(form.group(2))) {
                return Optional.of(new Interval(Integer.parseInt(form.group(1)), unit));
            }
        }
        return Optional.empty();
    }

    /// So many days.
    public static Interval days(int amount) {
        return new Interval(amount, Unit.DAYS);
    }

    /// So many months.
    public static Interval months(int amount) {
        return new Interval(amount, Unit.MONTHS);
    }

    /// The moment at which it is over. Days end at 24:00 of a zone and months at the same day of a
    /// later month, the last one where there is no such day: what was signed on 29 February is due
    /// again by the end of 28 February.
    public Instant after(Instant start, ZoneId zone) {
        return switch (unit) {
            case HOURS -> start.plusSeconds(amount * 3_600L);
            case DAYS -> endOfDay(start.atZone(zone).plusDays(amount));
            case MONTHS -> endOfDay(start.atZone(zone).plusMonths(amount));
        };
    }

    private static Instant endOfDay(ZonedDateTime day) {
        return day.toLocalDate().plusDays(1).atStartOfDay(day.getZone()).toInstant();
    }

    /// For people: `14 days`.
    public String words() {
        return amount + " " + unit.word + (amount == 1 ? "" : "s");
    }

    /// As in the file.
    @Override
    public String toString() {
        return amount + unit.written;
    }
}
