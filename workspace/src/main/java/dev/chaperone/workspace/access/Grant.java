// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.policy.AccessGrant;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// A tool under a plan that somebody was granted, for some time.
///
/// @param access as the gateway goes by it, with its id
/// @param request that it came from: there is no grant without one
/// @param kind with what the person gets in
/// @param entry of the ledger that holds it
/// @param seat what is known of the account at the vendor
/// @param revoked how it ended before its time; null when it did not
public record Grant(
        AccessGrant access,
        PersonId person,
        AccessKind kind,
        String request,
        long entry,
        Seat seat,
        @Nullable Revocation revoked) {
    /// The account at the vendor that goes with it.
    ///
    /// @param needed whether the plan has accounts for people at all
    /// @param proof what somebody said of how it is known that the account is there; null while
    ///   nobody did
    /// @param listed the vendor's list that shows it; null while none does
    public record Seat(boolean needed, @Nullable Proof proof, @Nullable Listed listed) {
        /// Whether somebody still has to see to it.
        public boolean isOpen() {
            return needed && proof == null && listed == null;
        }

        /// How it is known that the account is there; empty while it is not.
        public String known() {
            if (listed != null) {
                return "list " + listed.source() + ", read at " + listed.asOf();
            }
            return proof == null ? "" : proof.text();
        }
    }

    /// A vendor's list whose newest reading shows the account.
    public record Listed(String source, Instant asOf) {}

    /// How it is known that an account is there.
    public record Proof(String text, PersonId by, Instant at) {}

    /// How a grant ended before its time.
    public record Revocation(String reason, PersonId by, Instant at) {}

    /// How it stands at a moment: nobody sets it.
    public enum State {
        ACTIVE,
        EXPIRED,
        REVOKED;

        /// The spelling of the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public State state(Instant now) {
        if (revoked != null) {
            return State.REVOKED;
        }
        return now.isBefore(access.until()) ? State.ACTIVE : State.EXPIRED;
    }

    /// Whether it held at a moment, also one long ago.
    public boolean heldAt(Instant at) {
        return !at.isBefore(access.from())
                && at.isBefore(access.until())
                && (revoked == null || at.isBefore(revoked.at()));
    }
}
