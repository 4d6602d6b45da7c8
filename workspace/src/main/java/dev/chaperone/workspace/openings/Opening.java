// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// A wish to read what was captured of an interaction, and what became of it.
///
/// @param intent index of the interaction's first entry in the ledger
/// @param person whose content it is
/// @param askedEntry index of the entry that records the wish
/// @param decidedEntry index of the entry that records the decision; null while there is none
/// @param readings each time that content was shown, oldest first
public record Opening(
        String id,
        String interaction,
        long intent,
        PersonId person,
        Petition wish,
        long askedEntry,
        @Nullable Long decidedEntry,
        List<Reading> readings) {
    /// For how long the asker may open what was approved.
    public static final Duration OPEN_FOR = Duration.ofHours(24);

    public Opening {
        readings = List.copyOf(readings);
    }

    /// Content was shown.
    ///
    /// @param entry index in the ledger
    /// @param sides `prompt`, `answer` or both
    /// @param rule `second-person` or `asker-alone`
    public record Reading(long entry, String sides, String rule, Instant at) {}

    /// How far it has come.
    public enum State {
        PENDING,
        /// Approved, and the asker may open it.
        APPROVED,
        /// It was approved; the time for opening is over.
        OVER,
        REFUSED,
        /// Nobody decided in time.
        LAPSED;

        /// The spelling used in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How far it has come at a moment.
    public State state(Instant now) {
        return switch (wish.state(now)) {
            case PENDING -> State.PENDING;
            case REFUSED -> State.REFUSED;
            case LAPSED -> State.LAPSED;
            case APPROVED -> now.isBefore(openUntil()) ? State.APPROVED : State.OVER;
        };
    }

    /// The moment from which the asker can not open it any more: after the approval, or after the
    /// asking where nobody else has to approve.
    public Instant openUntil() {
        Petition.Verdict verdict = wish.verdict();
        return (verdict == null ? wish.askedAt() : verdict.at()).plus(OPEN_FOR);
    }
}
