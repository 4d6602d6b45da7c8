// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;

/// Lets one person set up their account, once.
///
/// @param madeBy as the ledger names them
public record Invitation(String id, PersonId person, String madeBy, Instant expires) {
    /// An invitation that was just made.
    ///
    /// @param secret the end of the link; nobody can read it again later
    public record Made(Invitation invitation, String secret) {
        @Override
        public String toString() {
            return "Made[" + invitation.id() + ", secret not shown]";
        }
    }
}
