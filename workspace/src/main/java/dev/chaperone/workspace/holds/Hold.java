// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.holds;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// A legal hold: captured content that must be kept, whatever its retention says and whoever asks
/// for its erasure.
///
/// @param person whose content; null for everybody's
/// @param review the day on which somebody has to look at it again; it goes on until it is released
/// @param wish how it came about
/// @param release how it ends; null while nobody asked for that
public record Hold(
        String id,
        @Nullable PersonId person,
        LocalDate review,
        Petition wish,
        @Nullable Petition release) {

    /// How far it has come.
    public enum State {
        /// Asked for and not confirmed: it protects already, for a week at most.
        ASKED,
        HELD,
        /// Held until the release that is asked for is confirmed.
        RELEASE_ASKED,
        RELEASED,
        REFUSED,
        /// Nobody confirmed it in time.
        LAPSED;

        /// The spelling used in the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// How far it has come at a moment.
    public State state(Instant now) {
        return switch (wish.state(now)) {
            case PENDING -> State.ASKED;
            case REFUSED -> State.REFUSED;
            case LAPSED -> State.LAPSED;
            case APPROVED -> confirmed(now);
        };
    }

    /// Whether both tell of the same people and decisions; entry and row are made one after the
    /// other, so their times differ.
    boolean saysTheSame(Hold other) {
        return id.equals(other.id)
                && Objects.equals(person, other.person)
                && review.equals(other.review)
                && said(wish).equals(said(other.wish))
                && said(release).equals(said(other.release));
    }

    private static List<Object> said(@Nullable Petition petition) {
        if (petition == null) {
            return List.of();
        }
        Petition.Verdict verdict = petition.verdict();
        String token = petition.askedWith() == null ? "" : petition.askedWith();
        return verdict == null
                ? List.of(petition.reason(), petition.askedBy(), token)
                : List.of(
                        petition.reason(),
                        petition.askedBy(),
                        token,
                        verdict.approved(),
                        verdict.by());
    }

    private State confirmed(Instant now) {
        if (release == null) {
            return State.HELD;
        }
        return switch (release.state(now)) {
            case PENDING -> State.RELEASE_ASKED;
            case APPROVED -> State.RELEASED;
            case REFUSED, LAPSED -> State.HELD;
        };
    }

    /// Whether nothing that it covers may be destroyed. One that is not confirmed yet binds too:
    /// what is destroyed in the meantime can not be brought back.
    public boolean binds(Instant now) {
        return switch (state(now)) {
            case ASKED, HELD, RELEASE_ASKED -> true;
            case RELEASED, REFUSED, LAPSED -> false;
        };
    }

    /// Whether it covers what was captured of a person.
    public boolean covers(PersonId whose) {
        return person == null || person.equals(whose);
    }

    /// Whether it binds although somebody should have looked at it again.
    public boolean reviewIsDue(Instant now) {
        return binds(now) && !now.atOffset(ZoneOffset.UTC).toLocalDate().isBefore(review);
    }
}
