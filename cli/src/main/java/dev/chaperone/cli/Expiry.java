// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When a token shall end, as people write it.
final class Expiry {
    private static final Pattern DAYS = Pattern.compile("([1-9][0-9]{0,4})d");

    private Expiry() {}

    /// Reads days from now (`90d`) or a time with its offset.
    static Instant parse(String written, Clock clock) throws CommandFailure {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Matcher days = DAYS.matcher(written);
        try {
            Instant expiry =
                    days.matches()
                            ? now.plus(Long.parseLong(days.group(1)), ChronoUnit.DAYS)
                            : OffsetDateTime.parse(written).toInstant();
            if (expiry.isAfter(now)) {
                return expiry;
            }
        } catch (DateTimeException e) {
            // Said below, as for a time that is over.
        }
        throw new CommandFailure(
                ExitCode.BAD_INPUT,
                "--expires is '"
                        + written
                        + "', not a time to come like 90d or 2027-06-30T00:00:00Z");
    }
}
