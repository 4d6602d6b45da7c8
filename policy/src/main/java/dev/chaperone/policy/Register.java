// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;

import io.vavr.collection.HashMap;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who may call the gateway and what is known of them, at one moment: an immutable copy of what the
/// workspace knows. The next one shares with it all that did not change, so that a change of one
/// person costs as much as that person.
public final class Register {
    /// Nobody may call.
    public static final Register EMPTY = new Register(0, Map.of());

    private final long number;
    private final HashMap<Digest, Credential> credentials;
    private final HashMap<Digest, Member> people;
    private final HashMap<PersonId, Keys> keys;
    private final Exemptions exemptions;
    private final String pages;

    /// Under what a person is found.
    ///
    /// @param address null when it is not known
    private record Keys(@Nullable Digest address, Set<Digest> credentials) {}

    /// All that is known of an active person.
    ///
    /// @param address SHA-256 of the e-mail address, see [#address]
    /// @param credentials by the SHA-256 of the token's text, so that no token lies in memory
    public record Known(Member member, Digest address, Map<Digest, Credential> credentials) {
        public Known {
            credentials = Map.copyOf(credentials);
        }

        private Keys keys() {
            return new Keys(address, credentials.keySet());
        }
    }

    private Register(
            long number,
            HashMap<Digest, Credential> credentials,
            HashMap<Digest, Member> people,
            HashMap<PersonId, Keys> keys,
            Exemptions exemptions,
            String pages) {
        this.number = number;
        this.credentials = credentials;
        this.people = people;
        this.keys = keys;
        this.exemptions = exemptions;
        this.pages = pages;
    }

    /// @param number grows with every change; a decision names the number it was made with
    /// @param credentials by the SHA-256 of the token's text
    /// @param people those who are active, by the SHA-256 of their e-mail address, see [#address]
    /// @param exemptions the approved exceptions from the policy
    /// @param pages the address of the workspace as people's browsers call it; empty when it is not
    ///   known
    public Register(
            long number,
            Map<Digest, Credential> credentials,
            Map<Digest, Member> people,
            Exemptions exemptions,
            String pages) {
        this(
                number,
                HashMap.ofAll(credentials),
                HashMap.ofAll(people),
                HashMap.ofAll(keys(credentials, people)),
                exemptions,
                pages);
    }

    /// Without a word on addresses and exceptions.
    public Register(long number, Map<Digest, Credential> credentials) {
        this(number, credentials, Map.of(), Exemptions.NONE, "");
    }

    /// Made of what is known of everybody.
    public static Register of(long number, Collection<Known> everybody, Exemptions exemptions) {
        Map<Digest, Credential> credentials = new java.util.HashMap<>();
        Map<Digest, Member> people = new java.util.HashMap<>();
        Map<PersonId, Keys> keys = new java.util.HashMap<>();
        for (Known each : everybody) {
            people.put(each.address(), each.member());
            credentials.putAll(each.credentials());
            keys.put(each.member().person(), each.keys());
        }
        return new Register(
                number,
                HashMap.ofAll(credentials),
                HashMap.ofAll(people),
                HashMap.ofAll(keys),
                exemptions,
                "");
    }

    private static Map<PersonId, Keys> keys(
            Map<Digest, Credential> credentials, Map<Digest, Member> people) {
        Map<PersonId, Digest> addresses = new java.util.HashMap<>();
        people.forEach((address, member) -> addresses.put(member.person(), address));
        Map<PersonId, Set<Digest>> tokens = new java.util.HashMap<>();
        credentials.forEach((token, credential) ->
                tokens.computeIfAbsent(credential.person(), _ -> new HashSet<>()).add(token));
        Set<PersonId> everybody = new HashSet<>(addresses.keySet());
        everybody.addAll(tokens.keySet());
        Map<PersonId, Keys> keys = new java.util.HashMap<>();
        for (PersonId each : everybody) {
            Set<Digest> own = Set.copyOf(tokens.getOrDefault(each, Set.of()));
            keys.put(each, new Keys(addresses.get(each), own));
        }
        return keys;
    }

    /// The next one, in which some people are as they are now.
    ///
    /// @param changed of whom what was known before does not count any more
    /// @param now those of them who are active
    public Register with(long next, Set<PersonId> changed, Collection<Known> now) {
        HashMap<Digest, Credential> tokens = credentials;
        HashMap<Digest, Member> addresses = people;
        HashMap<PersonId, Keys> found = keys;
        for (PersonId each : changed) {
            Keys before = keys.get(each).getOrNull();
            if (before != null) {
                tokens = tokens.removeAll(before.credentials());
                addresses =
                        before.address() == null ? addresses : addresses.remove(before.address());
                found = found.remove(each);
            }
        }
        for (Known each : now) {
            for (Map.Entry<Digest, Credential> token : each.credentials().entrySet()) {
                tokens = tokens.put(token.getKey(), token.getValue());
            }
            addresses = addresses.put(each.address(), each.member());
            found = found.put(each.member().person(), each.keys());
        }
        return new Register(next, tokens, addresses, found, exemptions, pages);
    }

    /// The same with other exceptions.
    public Register with(Exemptions other) {
        return new Register(number, credentials, people, keys, other, pages);
    }

    Register withPages(String address) {
        return address.equals(pages)
                ? this
                : new Register(number, credentials, people, keys, exemptions, address);
    }

    /// Grows with every change; a decision names the number it was made with.
    public long number() {
        return number;
    }

    /// All tokens.
    public Stream<Credential> credentials() {
        return credentials.valuesIterator().toJavaStream();
    }

    /// Everybody who is active and whose address is known.
    public Stream<Member> people() {
        return people.valuesIterator().toJavaStream();
    }

    /// The approved exceptions from the policy.
    public Exemptions exemptions() {
        return exemptions;
    }

    /// The address of the workspace as people's browsers call it; empty when it is not known.
    public String pages() {
        return pages;
    }

    /// Under what an address is kept.
    public static Digest address(String email) {
        return Digest.of(email.strip().toLowerCase(Locale.ROOT));
    }

    /// The active person with an e-mail address.
    public Optional<Member> find(String email) {
        return people.get(address(email)).toJavaOptional();
    }

    /// An active person.
    public Optional<Member> find(PersonId person) {
        return keys.get(person)
                .map(Keys::address)
                .toJavaOptional()
                .flatMap(address -> people.get(address).toJavaOptional());
    }

    /// The credential behind a token, unless it has expired or its person has left.
    public Optional<Credential> identify(String token, Instant now) {
        Credential credential = credentials.get(Digest.of(token)).getOrNull();
        return credential == null || credential.expired(now)
                ? Optional.empty()
                : Optional.of(credential);
    }

    /// Two are the same when they say the same.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Register those
                && number == those.number
                && credentials.equals(those.credentials)
                && people.equals(those.people)
                && keys.equals(those.keys)
                && exemptions.equals(those.exemptions)
                && pages.equals(those.pages);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public String toString() {
        return "Register[number %d, %d people, %d credentials]"
                .formatted(number, people.size(), credentials.size());
    }

    /// What the policy goes by of a person.
    ///
    /// @param jurisdiction null when it is not known
    /// @param until the end of the last day of work: from then on nothing of theirs works, whatever
    ///   else runs; null when none is known
    public record Member(
            PersonId person,
            Set<String> teams,
            @Nullable Jurisdiction jurisdiction,
            Standing standing,
            @Nullable Instant until) {
        public Member {
            teams = Set.copyOf(teams);
        }

        /// Of whom no last day is known.
        public Member(
                PersonId person,
                Set<String> teams,
                @Nullable Jurisdiction jurisdiction,
                Standing standing) {
            this(person, teams, jurisdiction, standing, null);
        }

        /// Whether the last day of work is over.
        public boolean hasLeft(Instant now) {
            return until != null && !now.isBefore(until);
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
            return (expires != null && !now.isBefore(expires)) || member.hasLeft(now);
        }
    }
}
