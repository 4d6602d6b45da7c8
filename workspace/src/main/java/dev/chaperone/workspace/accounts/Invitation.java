// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/// Lets one person set up their account, once.
///
/// @param madeBy as the ledger names them
/// @param handed how its link reaches them
public record Invitation(
        String id, PersonId person, String madeBy, Instant expires, Handed handed) {
    /// How a link reaches the person whom it is for.
    public enum Handed {
        /// Whoever made it sees it, and gives it on.
        BY_HAND,
        /// In a letter to the person; nobody else sees it.
        BY_MAIL;

        /// The spelling used in the API, the ledger and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Handed parse(String written) {
            return written.equals(BY_MAIL.written()) ? BY_MAIL : BY_HAND;
        }
    }

    /// How an invitation is wished for.
    ///
    /// @param makers whoever could see its link besides the one who makes it: those who made the
    ///   token that they make it with, as the ledger names them
    public record Wish(Handed handed, Set<String> makers) {
        public Wish {
            makers = Set.copyOf(makers);
        }

        /// Of somebody who signed in themselves.
        public static Wish of(Handed handed) {
            return new Wish(handed, Set.of());
        }
    }

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
