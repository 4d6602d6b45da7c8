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

/// Who may call the gateway and what is known of them, at one moment: an immutable copy of what the
/// workspace knows.
///
/// @param number grows with every change; a decision names the number it was made with
/// @param credentials by the SHA-256 of the token's text, so that no token lies in memory
/// @param people those who are active, by the SHA-256 of their e-mail address in small letters
/// @param exemptions the approved exceptions from the policy
/// @param pages the address of the workspace as people's browsers call it; empty when it is not
///   known
public record Register(
        long number,
        Map<Digest, Credential> credentials,
        Map<Digest, Member> people,
        Exemptions exemptions,
        String pages) {
    /// Nobody may call.
    public static final Register EMPTY = new Register(0, Map.of());

    public Register {
        credentials = Map.copyOf(credentials);
        people = Map.copyOf(people);
    }

    /// Without a word on addresses and exceptions.
    public Register(long number, Map<Digest, Credential> credentials) {
        this(number, credentials, Map.of(), Exemptions.NONE, "");
    }

    Register withPages(String address) {
        return address.equals(pages)
                ? this
                : new Register(number, credentials, people, exemptions, address);
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
    ///
    /// @param jurisdiction null when it is not known
    public record Member(
            PersonId person,
            Set<String> teams,
            @Nullable Jurisdiction jurisdiction,
            Standing standing) {
        public Member {
            teams = Set.copyOf(teams);
        }

        /// Of whom nothing else is known.
        public Member(PersonId person) {
            this(person, Set.of(), null, Standing.NOTHING_REQUIRED);
        }
    }

    /// A token without its secret.
    ///
    /// @param id of the token
    /// @param member whose it is
    /// @param expires null when it does not
    public record Credential(String id, Member member, @Nullable Instant expires) {
        public PersonId person() {
            return member.person();
        }

        public Set<String> teams() {
            return member.teams();
        }

        public @Nullable Jurisdiction jurisdiction() {
            return member.jurisdiction();
        }

        boolean expired(Instant now) {
            return expires != null && !now.isBefore(expires);
        }
    }
}
