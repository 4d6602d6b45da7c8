// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import dev.chaperone.vocabulary.PersonId;

import java.time.Duration;

/// What a tool gets that asks for tokens.
public sealed interface TokenAnswer {
    /// Tokens. They can not be read again later.
    ///
    /// @param lasts how long the access token works
    record Issued(PersonId person, String access, Duration lasts, String refresh)
            implements TokenAnswer {
        @Override
        public String toString() {
            return "Issued[" + person + ", tokens not shown]";
        }
    }

    /// None.
    record Refused(Reason reason) implements TokenAnswer {}

    /// Why there are none.
    enum Reason {
        /// Nobody has decided yet.
        PENDING,
        /// As before, and the tool asks too often.
        SLOW_DOWN,
        DENIED,
        /// The code's time is over.
        EXPIRED,
        /// It is no code or token, or was used, or its sign-in or its person's access has ended.
        WORTHLESS
    }
}
