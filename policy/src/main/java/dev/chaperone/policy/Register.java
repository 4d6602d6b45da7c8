// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may call the gateway, at one moment: an immutable copy of what the workspace knows.
///
/// @param number grows with every change; a decision names the number it was made with
/// @param credentials by the SHA-256 of the token's text, so that no token lies in memory
public record Register(long number, Map<Digest, Credential> credentials) {
    /// Nobody may call.
    public static final Register EMPTY = new Register(0, Map.of());

    public Register {
        credentials = Map.copyOf(credentials);
    }

    /// The credential behind a token, unless it has expired.
    public Optional<Credential> identify(String token, Instant now) {
        Credential credential = credentials.get(Digest.of(token));
        return credential == null || credential.expired(now)
                ? Optional.empty()
                : Optional.of(credential);
    }

    /// A token without its secret.
    ///
    /// @param id of the token
    /// @param expires null when it does not
    /// @param teams of the person
    /// @param jurisdiction of the person, null when it is not known
    public record Credential(
            String id,
            PersonId person,
            @Nullable Instant expires,
            Set<String> teams,
            @Nullable Jurisdiction jurisdiction) {
        public Credential {
            teams = Set.copyOf(teams);
        }

        /// Of a person of whom no team and no country is known.
        public Credential(String id, PersonId person, @Nullable Instant expires) {
            this(id, person, expires, Set.of(), null);
        }

        boolean expired(Instant now) {
            return expires != null && !now.isBefore(expires);
        }
    }
}
