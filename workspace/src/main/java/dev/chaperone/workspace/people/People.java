// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The people of the company.
public final class People {
    /// Entries are kept for longer at least.
    private static final Duration RENEWAL = Duration.ofDays(180);

    private final PersonStore store;
    private final Database database;
    private final Journal journal;
    private final Registrar registrar;
    private final Anchors anchors;
    private final Clock clock;

    public People(Database database, Journal journal, InForce inForce, Clock clock) {
        this.store = new PersonStore(database);
        this.database = database;
        this.journal = journal;
        this.registrar = new Registrar(database, journal, inForce);
        this.anchors = new Anchors(journal);
        this.clock = clock;
    }

    /// Creates a person. The ledger holds the id, what policies go by (role, teams and country),
    /// and a salted commitment to the address and the name, which are in the database only. The
    /// gateway knows them when the call returns.
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
        Commitment.Sealed identity = Anchors.seal(person);
        database.inTransaction(() -> {
            registrar.lock();
            if (!store.insert(person, identity.salt())) {
                throw RejectedException.conflict(
                        "There already is a person with the address " + person.email() + ".");
            }
            Map<String, String> details = details(person.assignment());
            details.putAll(Anchors.details(identity, person.role()));
            String id = person.id().value();
            long entry =
                    registrar.record(
                            new Registrar.Change(
                                    by, "person.created", id, details, Reach.of(person.id())));
            store.anchor(id, entry);
            return true;
        });
        registrar.publish();
        return person;
    }

    /// Those of these people whose row says something else than the ledger of who they are.
    public Set<PersonId> unconfirmed(Set<PersonId> ids) {
        return unconfirmed(store.anchored(ids)).map(PersonId::new).collect(Collectors.toSet());
    }

    /// Ids of all whose row says something else than the ledger of who they are: somebody changed
    /// e-mail, name or role in the database, or wrote the person there.
    public List<String> unconfirmed() {
        return unconfirmed(store.anchored()).toList();
    }

    private Stream<String> unconfirmed(List<Anchors.Row> rows) {
        return rows.stream().filter(row -> !anchors.confirms(row)).map(Anchors.Row::id);
    }

    /// Says again in the ledger who people are of whom it was said long ago, before those entries
    /// are old enough to be pruned. Of whom it does not hold, nothing is said.
    public void renew() {
        Instant old = clock.instant().minus(RENEWAL);
        for (Anchors.Row row : store.anchored()) {
            Event.Administered entry = anchors.recorded(row);
            if (entry != null && entry.at().isBefore(old)) {
                Map<String, String> details = new HashMap<>(entry.details());
                details.keySet().retainAll(Set.of("identity", "role"));
                store.anchor(
                        row.id(),
                        journal.record(Actor.SYSTEM, "person.confirmed", row.id(), details));
            }
        }
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
            return new Registrar.Change(
                    by, "person.assigned", id.value(), details(after), Reach.of(id));
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
            return new Registrar.Change(by, action, id.value(), Map.of(), Reach.of(id));
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

    /// The active administrators.
    public List<PersonId> administrators() {
        return registrar.administrators().stream().map(Register.Member::person).toList();
    }

    /// Everybody by id, who has left too, with the teams and the country of now. Nothing is
    /// required of them.
    public Map<String, Register.Member> members() {
        return store.members().stream()
                .collect(Collectors.toMap(each -> each.person().value(), each -> each));
    }

    /// All teams by name.
    public List<Team> teams() {
        return store.teams();
    }
}
