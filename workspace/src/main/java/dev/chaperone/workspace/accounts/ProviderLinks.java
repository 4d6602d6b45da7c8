// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Finds who somebody is whom an identity provider vouches for. Once a person is linked to their
/// lasting id there, only that counts: an address that went to somebody else opens nothing.
public final class ProviderLinks {
    private final ProviderLinkStore store;
    private final Database database;
    private final Journal journal;
    private final People people;
    private final Clock clock;

    public ProviderLinks(Database database, Journal journal, People people, Clock clock) {
        this.store = new ProviderLinkStore(database);
        this.database = database;
        this.journal = journal;
        this.people = people;
        this.clock = clock;
    }

    /// Whom a provider vouches for.
    ///
    /// @param subject their lasting id there
    /// @param email null when it does not tell
    /// @param emailVerified whether the provider says that the address is theirs
    /// @param name null when it does not tell
    public record Vouched(
            String issuer,
            String subject,
            @Nullable String email,
            boolean emailVerified,
            @Nullable String name) {}

    /// The person whom somebody is. Who comes for the first time is found by a verified address.
    ///
    /// @param newcomers the role of a person who is created when none is found; null: none is
    /// @throws RejectedException with a sentence that says why not, and how to go on
    public Person find(Vouched vouched, Supplier<@Nullable Role> newcomers) {
        return database.inTransaction(() -> {
            Optional<Person> linked =
                    store.find(vouched.issuer(), vouched.subject()).flatMap(people::find);
            return checkActive(linked.orElseGet(() -> link(vouched, newcomers)));
        });
    }

    private Person link(Vouched vouched, Supplier<@Nullable Role> newcomers) {
        String email = vouched.email();
        // Without an @ it could be taken for the id of a person.
        if (email == null || email.indexOf('@') < 0) {
            throw RejectedException.conflict(
                    "The identity provider does not tell your e-mail address. An administrator of"
                            + " it lets Chaperone have the claim 'email'.");
        }
        if (!vouched.emailVerified()) {
            throw RejectedException.conflict(
                    "The identity provider does not say that your e-mail address is verified"
                            + " (claim 'email_verified'). Verify it there, or have its administrator"
                            + " add the claim, then sign in again.");
        }
        Person person =
                checkActive(people.find(email).orElseGet(() -> create(vouched, email, newcomers)));
        if (store.isLinked(vouched.issuer(), person.id())) {
            throw RejectedException.conflict(
                    "The person with your address signs in as somebody else at the identity"
                            + " provider. If the address went from one person to another, an"
                            + " administrator ends the old person's access and adds you anew.");
        }
        Instant now = clock.instant();
        store.insert(vouched.issuer(), vouched.subject(), person.id(), now);
        journal.record(
                Actor.SYSTEM,
                "person.linked",
                person.id().value(),
                Map.of("issuer", vouched.issuer()));
        return person;
    }

    private Person create(Vouched vouched, String email, Supplier<@Nullable Role> newcomers) {
        Role role = newcomers.get();
        if (role == null) {
            throw RejectedException.conflict(
                    "Nobody here has your e-mail address. Ask an administrator to add you under"
                            + " People, then sign in again.");
        }
        String name = vouched.name() == null || vouched.name().isBlank() ? email : vouched.name();
        return people.create(new NewPerson(email, name, role, List.of()), Actor.SYSTEM);
    }

    private static Person checkActive(Person person) {
        if (!person.active()) {
            throw RejectedException.conflict(
                    "Your access has ended. An administrator can give it back under People.");
        }
        return person;
    }
}
