// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Moments, as the database holds them: to the microsecond, in years of four digits.
final class StoredTime {
    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private StoredTime() {}

    static Instant of(Instant at) {
        if (at.isBefore(FIRST)) {
            return FIRST;
        }
        return at.isAfter(LAST) ? LAST : at.truncatedTo(ChronoUnit.MICROS);
    }
}
