// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What is looked into about somebody.
///
/// @param number for people: 1, 2, 3
/// @param rules that refused the prompts; of the policy's clauses when somebody reported it
/// @param evidence ids of interactions
/// @param note of whoever opened it; empty when the product did
/// @param openedBy a person's id, `admin-token` or `system`
/// @param hearing null until the person was heard
/// @param decision null until it is decided
public record ViolationCase(
        String id,
        long number,
        PersonId person,
        Cause cause,
        List<String> rules,
        List<String> evidence,
        String note,
        Instant openedAt,
        String openedBy,
        @Nullable Hearing hearing,
        @Nullable Decision decision) {
    public ViolationCase {
        rules = List.copyOf(rules);
        evidence = List.copyOf(evidence);
    }

    /// What the person says to it.
    ///
    /// @param statement their words; empty when they declined
    /// @param writtenBy the person, or who asked them
    public record Hearing(String statement, Instant at, String writtenBy) {
        public boolean declined() {
            return statement.isEmpty();
        }
    }

    /// How it ended.
    ///
    /// @param sanction null when it was no violation
    /// @param hrReference where the personnel department keeps the rest; null when it does not
    public record Decision(
            boolean violation,
            @Nullable Sanction sanction,
            @Nullable String hrReference,
            Instant at,
            String by) {}

    /// How far it has come.
    public enum State {
        OPEN,
        HEARD,
        DECIDED
    }

    public State state() {
        if (decision != null) {
            return State.DECIDED;
        }
        return hearing == null ? State.OPEN : State.HEARD;
    }
}
