// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// What the gateway needs of whoever signs tools in. Calls may wait for a database, so they are
/// made off the event loops; only [#settings] answers from memory.
public interface SignInDesk {
    /// Codes for a tool whose person shall sign in; nothing when too many wait already.
    ///
    /// @param client as the tool names itself; empty when it does not
    /// @param address from where it asks
    Optional<Invitation> invite(String client, String address);

    /// Tokens for a device code, once somebody has approved it.
    Answer redeem(String deviceCode);

    /// New tokens for a refresh token.
    Answer renew(String refreshToken);

    /// Ends the sign-in of an access or refresh token.
    void signOut(String token);

    /// The settings that a caller's client shall follow; nothing when there are none.
    Optional<Settings> settings(Register.Credential caller);

    /// A caller's client says which settings it follows.
    void told(Register.Credential caller, String checksum);

    /// What a tool needs to let somebody sign in.
    ///
    /// @param page where the person types the user code
    /// @param lasts how long both codes are good for
    /// @param interval between two questions of the tool
    /// @param notice what the person reads before they sign in
    record Invitation(
            String deviceCode,
            String userCode,
            URI page,
            Duration lasts,
            Duration interval,
            String notice) {
        @Override
        public String toString() {
            return "Invitation[codes not shown]";
        }
    }

    /// What a tool gets that asks for tokens.
    sealed interface Answer {
        /// Tokens.
        ///
        /// @param lasts how long the access token works
        /// @param email of the person, whom the tool asks whether that is them
        record Issued(String access, Duration lasts, String refresh, String email)
                implements Answer {
            @Override
            public String toString() {
                return "Issued[tokens not shown]";
            }
        }

        /// None.
        record Refused(Reason reason) implements Answer {}
    }

    /// Why a tool gets no tokens.
    enum Reason {
        PENDING,
        SLOW_DOWN,
        DENIED,
        EXPIRED,
        /// What it showed is no code or token, or not any more.
        WORTHLESS
    }

    /// Settings for a client.
    ///
    /// @param checksum of the text, as `sha256:` and hexadecimal digits
    /// @param text JSON
    record Settings(String uuid, String checksum, String text) {
        @Override
        public String toString() {
            return "Settings[not shown]";
        }
    }
}
