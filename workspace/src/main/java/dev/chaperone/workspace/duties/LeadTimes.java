// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// How many days before something is due, or ends, people are reminded of it.
///
/// @param days the longest first
public record LeadTimes(List<Integer> days) {
    /// What holds where nobody says otherwise.
    public static final LeadTimes USUAL = new LeadTimes(List.of(30, 7, 1));

    /// Before more than a year nobody listens.
    public static final int LONGEST = 365;

    private static final String FAR = "asked";

    public LeadTimes {
        days = days.stream().distinct().sorted((one, other) -> other - one).toList();
        if (days.isEmpty() || days.getLast() < 1 || days.getFirst() > LONGEST) {
            throw new IllegalArgumentException(
                    "lead times are whole numbers of days from 1 to " + LONGEST);
        }
    }

    /// The last lead before a moment that is reached, in a word; each has a letter of its own.
    String stage(Instant moment, Instant now) {
        for (int lead : days.reversed()) {
            if (!now.isBefore(moment.minus(lead, ChronoUnit.DAYS))) {
                return lead + "d";
            }
        }
        return FAR;
    }

    /// Whether none is reached.
    static boolean isFar(String stage) {
        return stage.equals(FAR);
    }

    /// Up to which moment something is near enough to be told.
    Instant horizon(Instant now) {
        return now.plus(days.getFirst(), ChronoUnit.DAYS);
    }
}
