// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// The erasure of everything that was captured of a person.
///
/// @param certificate null until it is done
public record Erasure(
        String id, PersonId person, Petition wish, @Nullable Certificate certificate) {

    /// How far it has come.
    public enum State {
        ASKED,
        REFUSED,
        /// Nobody decided in time.
        LAPSED,
        /// Approved, and not done yet: the disk failed, or a hold came first.
        UNDER_WAY,
        DONE;

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
            case APPROVED -> certificate == null ? State.UNDER_WAY : State.DONE;
        };
    }
}
