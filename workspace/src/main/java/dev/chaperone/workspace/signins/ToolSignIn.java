// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A tool's sign-in, without its codes and tokens.
///
/// @param id in the ledger also the name of the credential that its requests carry
/// @param client as it names itself, for example `claude-code/2.1.330`; empty when it does not
/// @param address from where it asked
/// @param person whose; null until somebody decided
/// @param renewedAt when it last got tokens; null before the first
/// @param ends when it can not be renewed any more; null before the first tokens
/// @param state at the moment of reading
public record ToolSignIn(
        String id,
        String client,
        String address,
        Instant askedAt,
        @Nullable PersonId person,
        @Nullable Instant renewedAt,
        @Nullable Instant ends,
        State state) {

    /// How far it has come.
    public enum State {
        /// Nobody has decided.
        WAITING,
        /// Approved, and the tool has not fetched its tokens.
        APPROVED,
        DENIED,
        /// Nobody decided, or nobody fetched, in time.
        LAPSED,
        /// The tool has tokens.
        RUNNING,
        /// Signed out, revoked, stolen, or at its natural end.
        ENDED
    }
}
