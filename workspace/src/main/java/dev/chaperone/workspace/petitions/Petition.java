// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/// What one person asked for and another decides.
///
/// @param reason the asker's own sentence
/// @param askedWith id of the asker's token; null when they signed in themselves
/// @param verdict null while nobody has decided
public record Petition(
        String reason,
        PersonId askedBy,
        @Nullable String askedWith,
        Instant askedAt,
        @Nullable Verdict verdict) {
    /// What nobody decides for so long is no longer wanted.
    public static final Duration LAPSES_AFTER = Duration.ofDays(7);

    /// What the second person said.
    public record Verdict(boolean approved, PersonId by, Instant at) {}

    /// How far it has come.
    public enum State {
        PENDING,
        APPROVED,
        REFUSED,
        /// Nobody decided in time.
        LAPSED;

        /// The spelling used in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// How far it has come; nobody needs to run for it to lapse.
    public State state(Instant now) {
        if (verdict != null) {
            return verdict.approved() ? State.APPROVED : State.REFUSED;
        }
        return now.isBefore(lapsesAt()) ? State.PENDING : State.LAPSED;
    }

    /// When it lapses unless somebody decides.
    public Instant lapsesAt() {
        return askedAt.plus(LAPSES_AFTER);
    }

    Petition with(Verdict decided) {
        return new Petition(reason, askedBy, askedWith, askedAt, decided);
    }
}
