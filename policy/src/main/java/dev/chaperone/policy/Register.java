// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who may call the gateway, at one moment: an immutable copy of what the workspace knows.
///
/// @param number grows with every change; a decision names the number it was made with
/// @param credentials by the SHA-256 of the token's text, so that no token lies in memory
/// @param people those who are active, by the SHA-256 of their e-mail address in small letters
public record Register(
        long number, Map<Digest, Credential> credentials, Map<Digest, Member> people) {
    /// Nobody may call.
    public static final Register EMPTY = new Register(0, Map.of());

    public Register {
        credentials = Map.copyOf(credentials);
        people = Map.copyOf(people);
    }

    /// Without a word on addresses.
    public Register(long number, Map<Digest, Credential> credentials) {
        this(number, credentials, Map.of());
    }

    /// Under what an address is found in [#people].
    public static Digest address(String email) {
        return Digest.of(email.strip().toLowerCase(Locale.ROOT));
    }

    /// The active person with an e-mail address.
    public Optional<Member> find(String email) {
        return Optional.ofNullable(people.get(address(email)));
    }

    /// The credential behind a token, unless it has expired.
    public Optional<Credential> identify(String token, Instant now) {
        Credential credential = credentials.get(Digest.of(token));
        return credential == null || credential.expired(now)
                ? Optional.empty()
                : Optional.of(credential);
    }

    /// What the policy goes by of a person.
    public record Member(PersonId person, Set<String> teams, @Nullable Jurisdiction jurisdiction) {
        public Member {
            teams = Set.copyOf(teams);
        }
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
