// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Somebody's wish for access, and what became of it.
///
/// @param digest of the wish: what approvals are for
/// @param requester who asked: for themselves, or a team lead for one of their people
/// @param approvals the oldest first
/// @param ending null while it waits
public record AccessRequest(
        String id,
        Wish wish,
        Digest digest,
        PersonId requester,
        Instant requestedAt,
        List<Approval> approvals,
        @Nullable Ending ending) {
    public AccessRequest {
        approvals = List.copyOf(approvals);
    }

    /// Somebody's word for it.
    public record Approval(PersonId who, Instant at) {}

    /// What became of it.
    public record Ending(Outcome as, PersonId who, Instant at) {}

    /// How it ended.
    public enum Outcome {
        GRANTED,
        REJECTED,
        WITHDRAWN;

        /// The spelling of the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Outcome parse(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT));
        }
    }

    /// Whether somebody can still decide: nobody grants what would be over already.
    public boolean isOpen(Instant now) {
        return ending == null && now.isBefore(wish.until());
    }

    /// How it stands, as the API names it.
    public String state(Instant now) {
        if (ending != null) {
            return ending.as().written();
        }
        return isOpen(now) ? "requested" : "lapsed";
    }
}
