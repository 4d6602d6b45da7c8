// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.ToolId;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How much somebody may use in a stretch of time.
///
/// @param name as the configuration calls it; the rule in the record of what was refused
/// @param teams whose members it is for; empty stands for all people
/// @param tools whose use it is for; empty stands for all
/// @param most in requests, in tokens, or in millionths of the currency
public record Allowance(
        String name,
        Per per,
        Set<String> teams,
        Set<ToolId> tools,
        Measure measure,
        long most,
        Each each) {
    public Allowance {
        teams = Set.copyOf(teams);
        tools = Set.copyOf(tools);
        if (most < 1) {
            throw new IllegalArgumentException("An allowance of " + most + " allows nothing");
        }
    }

    /// Those who share this allowance with a caller, by name: none where it is not for the caller.
    Collection<String> sharers(Register.Credential caller, ToolId tool) {
        boolean member = teams.isEmpty() || caller.teams().stream().anyMatch(teams::contains);
        if (!member || (!tools.isEmpty() && !tools.contains(tool))) {
            return List.of();
        }
        return switch (per) {
            case PERSON -> List.of(caller.person().value());
            case TEAM ->
                    teams.isEmpty()
                            ? caller.teams()
                            : caller.teams().stream().filter(teams::contains).toList();
            case TOOL -> List.of(tool.value());
            case COMPANY -> List.of("");
        };
    }

    /// Who has an allowance of their own.
    public enum Per {
        PERSON,
        /// Each team; somebody in several uses that of all of them.
        TEAM,
        TOOL,
        COMPANY;

        /// The spelling in the configuration.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// What is counted.
    public enum Measure {
        REQUESTS,
        /// Of prompts and answers together, as the vendor counts; where it does not say, a quarter
        /// of the bytes.
        TOKENS,
        /// What the tokens cost by the configured prices, in millionths of the currency.
        SPEND;

        /// The spelling in the configuration.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// A stretch of the calendar, in UTC. Computed from the time, so that no job can forget to
    /// begin one.
    public enum Each {
        MINUTE(ChronoUnit.MINUTES),
        HOUR(ChronoUnit.HOURS),
        DAY(ChronoUnit.DAYS),
        MONTH(ChronoUnit.MONTHS);

        private final ChronoUnit unit;

        Each(ChronoUnit unit) {
            this.unit = unit;
        }

        /// The spelling in the configuration.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// When the stretch began that holds a time.
        public Instant begin(Instant time) {
            ZonedDateTime utc = time.atZone(ZoneOffset.UTC);
            return this == MONTH
                    ? utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant()
                    : utc.truncatedTo(unit).toInstant();
        }

        /// When the next one begins.
        public Instant next(Instant time) {
            return begin(time).atZone(ZoneOffset.UTC).plus(1, unit).toInstant();
        }
    }
}
