// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Drawer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Map;

/// How long captured content is kept, as the policy in force says.
///
/// @param days behind the end of a drawer's month, by the name of the retention class; never empty
/// @param policy hash of that policy
public record RetentionClasses(Map<String, Integer> days, String policy) {
    public RetentionClasses {
        days = Map.copyOf(days);
        if (days.isEmpty()) {
            throw new IllegalArgumentException("A policy has at least one retention class");
        }
    }

    /// Whether the policy names the class.
    public boolean knows(String retention) {
        return days.containsKey(retention);
    }

    /// When a drawer expires: the first moment at which it may not be opened any more. A class that
    /// the policy does not name any more counts as its longest: nothing is kept for ever because a
    /// name went away.
    public Instant end(Drawer drawer) {
        return drawer.month()
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .plus(Duration.ofDays(daysOf(drawer.retention())));
    }

    /// In words, for the record: which rule decides about a class.
    public String rule(String retention) {
        return retention
                + " "
                + daysOf(retention)
                + "d"
                + (knows(retention) ? "" : " (longest of the policy, which does not name it)")
                + " of policy "
                + policy;
    }

    private int daysOf(String retention) {
        Integer known = days.get(retention);
        return known == null ? Collections.max(days.values()) : known;
    }
}
