// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import dev.chaperone.policy.Interval;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Something was sent that should not have been.
///
/// @param number for people: 1, 2, 3
/// @param reporter a person's id, or `admin-token`
/// @param version one more with each change
/// @param facts what is stated, by field
/// @param evidence ids of interactions
public record Incident(
        String id,
        long number,
        String reporter,
        Instant reportedAt,
        int version,
        Map<Field, String> facts,
        List<String> evidence,
        @Nullable Ticket ticket,
        @Nullable Closing closing) {
    public Incident {
        facts = Map.copyOf(facts);
        evidence = List.copyOf(evidence);
    }

    /// What another system calls it.
    ///
    /// @param address where it can be looked at; null when it is not known
    public record Ticket(String reference, @Nullable String address) {}

    /// Who closed it.
    public record Closing(String who, Instant at) {}

    /// What is still to be stated before it can be closed, in order.
    public List<Field> missing() {
        return Arrays.stream(Field.values())
                .filter(field -> field.isNeeded(facts) && !facts.containsKey(field))
                .toList();
    }

    /// The last stage whose facts are all stated, and those of all before it.
    public Stage stage() {
        if (closing != null) {
            return Stage.CLOSED;
        }
        Stage reached = Stage.REPORTED;
        for (Stage stage : Stage.values()) {
            if (stage == Stage.CLOSED
                    || missing().stream().anyMatch(field -> field.stage() == stage)) {
                break;
            }
            reached = stage;
        }
        return reached;
    }

    private Instant noticed() {
        String noticed = facts.get(Field.NOTICED);
        return noticed == null ? reportedAt : Instant.parse(noticed);
    }

    /// Until when it has to be decided whom to tell.
    ///
    /// @param clock of the policy, from noticing
    public Instant decideBy(Interval clock, ZoneId zone) {
        Instant ours = clock.after(noticed(), zone);
        Instant theirs = customersBy();
        return theirs != null && theirs.isBefore(ours) ? theirs : ours;
    }

    /// Until when a contract wants customers told; null when none says.
    private @Nullable Instant customersBy() {
        String hours = facts.getOrDefault(Field.CUSTOMER_HOURS, "");
        return hours.matches("[0-9]{1,4}")
                ? noticed().plus(Duration.ofHours(Long.parseLong(hours)))
                : null;
    }
}
