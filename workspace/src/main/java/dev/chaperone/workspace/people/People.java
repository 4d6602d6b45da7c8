// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// The people of the company.
public final class People {
    private final PersonStore store;
    private final Database database;
    private final Journal journal;
    private final Registrar registrar;
    private final Clock clock;

    public People(Database database, Journal journal, InForce inForce, Clock clock) {
        this.store = new PersonStore(database);
        this.database = database;
        this.journal = journal;
        this.registrar = new Registrar(database, journal, inForce);
        this.clock = clock;
    }

    /// Creates a person. The ledger holds the id and what policies go by: role, teams and country;
    /// the name and the address are in the database only.
    ///
    /// @throws RejectedException when the e-mail address is taken
    public Person create(NewPerson wanted, Actor by) {
        Person person =
                new Person(
                        PersonId.next(),
                        wanted.email(),
                        wanted.name(),
                        wanted.role(),
                        wanted.teams(),
                        wanted.jurisdiction(),
                        true,
                        clock.instant().truncatedTo(ChronoUnit.MILLIS));
        return database.inTransaction(() -> {
            if (!store.insert(person)) {
                throw RejectedException.conflict(
                        "There already is a person with the address " + person.email() + ".");
            }
            journal.record(by, "person.created", person.id().value(), details(person));
            return person;
        });
    }

    private static Map<String, String> details(Person person) {
        Map<String, String> details = details(person.assignment());
        details.put("role", person.role().written());
        return details;
    }

    private static Map<String, String> details(Assignment assignment) {
        Map<String, String> details = new HashMap<>();
        details.put("teams", String.join(", ", assignment.teams()));
        if (assignment.jurisdiction() != null) {
            details.put("jurisdiction", assignment.jurisdiction().code());
        }
        return details;
    }

    /// Moves a person to other teams or another country: the gateway decides by them when the call
    /// returns. Changing nothing records nothing.
    ///
    /// @param change what they shall be, given what they are
    /// @throws RejectedException when there is no such person
    public void assign(PersonId id, UnaryOperator<Assignment> change, Actor by) {
        registrar.change(() -> {
            Assignment before = existing(id).assignment();
            Assignment after = change.apply(before);
            if (after.equals(before)) {
                return null;
            }
            store.assign(id, after);
            return new Registrar.Change(by, "person.assigned", id.value(), details(after));
        });
    }

    /// Ends a person's access: their tokens no longer work when the call returns. Doing it again
    /// changes nothing.
    ///
    /// @throws RejectedException when there is no such person
    public void deactivate(PersonId id, Actor by) {
        setActive(id, false, "person.deactivated", by);
    }

    /// Undoes [#deactivate]: the tokens that were neither revoked nor have expired work again.
    ///
    /// @throws RejectedException when there is no such person
    public void reactivate(PersonId id, Actor by) {
        setActive(id, true, "person.reactivated", by);
    }

    private void setActive(PersonId id, boolean active, String action, Actor by) {
        registrar.change(() -> {
            if (existing(id).active() == active) {
                return null;
            }
            store.setActive(id, active);
            return new Registrar.Change(by, action, id.value(), Map.of());
        });
    }

    private Person existing(PersonId id) {
        return find(id).orElseThrow(() -> RejectedException.unknown("person"));
    }

    /// People, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<Person> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    public Optional<Person> find(PersonId id) {
        return store.find(id);
    }

    /// Those of these people who are known.
    public List<Person> find(Set<PersonId> ids) {
        return store.find(ids);
    }

    /// The person whom somebody means.
    ///
    /// @param idOrEmail an id or an e-mail address
    public Optional<Person> find(String idOrEmail) {
        if (idOrEmail.indexOf('@') >= 0) {
            return store.findByEmail(idOrEmail.strip().replace('\0', '\uFFFD'));
        }
        try {
            return store.find(new PersonId(idOrEmail));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// All teams by name.
    public List<Team> teams() {
        return store.teams();
    }
}
