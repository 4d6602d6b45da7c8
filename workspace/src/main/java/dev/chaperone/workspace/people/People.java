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
import java.util.Objects;
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
                        Employment.UNKNOWN,
                        true,
                        now(),
                        null);
        Commitment.Sealed identity = Anchors.seal(person.email(), person.name());
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
            store.keepStanding(person.id(), person.createdAt());
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
            store.keepStanding(id, now());
            return new Registrar.Change(
                    by, "person.assigned", id.value(), details(after), Reach.of(id));
        });
    }

    /// Gives a person another role. Signatures and courses that the new one asks for are asked for
    /// from then on. Nobody changes their own.
    public void changeRole(PersonId id, Role role, Actor by) {
        if (by.value().equals(id.value())) {
            throw RejectedException.conflict("Somebody else has to change your role.");
        }
        database.inTransaction(() -> {
            registrar.lock();
            Person person = existing(id);
            if (person.role() != role) {
                Map<String, String> details = new HashMap<>(Anchors.details(vouched(id), role));
                details.put("before", person.role().written());
                long entry =
                        registrar.record(
                                new Registrar.Change(
                                        by,
                                        "person.role-changed",
                                        id.value(),
                                        details,
                                        Reach.of(id)));
                store.setRole(id, role, now());
                store.anchor(id.value(), entry);
                store.keepStanding(id, now());
            }
            return true;
        });
        registrar.publish();
    }

    /// Gives a person another address and name: they stay the same person, with all that is
    /// recorded of them. Changing nothing records nothing.
    ///
    /// @throws RejectedException when the address is somebody else's
    public void identify(PersonId id, String email, String name, Actor by) {
        String address = email.strip();
        String called = name.strip();
        NewPerson.checkIdentity(address, called);
        database.inTransaction(() -> {
            registrar.lock();
            Person person = existing(id);
            if (!person.email().equals(address) || !person.name().equals(called)) {
                vouched(id);
                Commitment.Sealed identity = Anchors.seal(address, called);
                if (!store.identify(id, address, called, identity.salt(), now())) {
                    throw RejectedException.conflict(
                            "There already is a person with the address " + address + ".");
                }
                long entry =
                        registrar.record(
                                new Registrar.Change(
                                        by,
                                        "person.identified",
                                        id.value(),
                                        Anchors.details(identity, person.role()),
                                        Reach.of(id)));
                store.anchor(id.value(), entry);
            }
            return true;
        });
        registrar.publish();
    }

    /// What the ledger says of who a person is. A row that says something else is not built upon:
    /// the next entry would make it true.
    private Event.Administered vouched(PersonId id) {
        return store.anchored(Set.of(id)).stream()
                .map(anchors::recorded)
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow(() ->
                        RejectedException.conflict(
                                "The ledger does not say the same of who this person is as the"
                                        + " database: run ./chaperone doctor."));
    }

    /// Says how somebody works for the company. Changing nothing records nothing.
    ///
    /// @param change what shall be, given what is
    public void employ(PersonId id, UnaryOperator<Employment> change, Actor by) {
        registrar.change(() -> {
            Employment before = existing(id).employment();
            Employment after = change.apply(before);
            if (after.equals(before)) {
                return null;
            }
            if (id.equals(after.manager())) {
                throw RejectedException.invalid("Nobody is their own manager.");
            }
            if (after.manager() != null) {
                existing(after.manager());
            }
            store.employ(id, after);
            return new Registrar.Change(
                    by, "person.employed", id.value(), details(after), Reach.of(id));
        });
    }

    private static Map<String, String> details(Employment employment) {
        Map<String, String> details = new HashMap<>();
        note(details, "employment", employment.kind() == null ? null : employment.kind().written());
        note(details, "department", employment.department());
        note(
                details,
                "manager",
                employment.manager() == null ? null : employment.manager().value());
        note(details, "starts", employment.starts());
        note(details, "last-day", employment.lastDay());
        return details;
    }

    private static void note(Map<String, String> details, String name, @Nullable Object value) {
        if (value != null) {
            details.put(name, value.toString());
        }
    }

    /// What policies went by of a person at a moment; empty before the person was known.
    public Optional<Past> standing(PersonId id, Instant at) {
        return store.standing(id, at);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
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

    /// Lets somebody else have the address of a person who has left. The record keeps it for them.
    /// Doing it again changes nothing.
    ///
    /// @throws RejectedException when there is no such person, or when they have not left
    public void free(PersonId id, Actor by) {
        registrar.change(() -> {
            if (existing(id).active()) {
                throw RejectedException.conflict("End the person's access first.");
            }
            return store.free(id, now())
                    ? new Registrar.Change(
                            by, "person.address-freed", id.value(), Map.of(), Reach.of(id))
                    : null;
        });
    }

    private void setActive(PersonId id, boolean active, String action, Actor by) {
        registrar.change(() -> {
            if (existing(id).active() == active) {
                return null;
            }
            if (!store.setActive(id, active)) {
                throw RejectedException.conflict(
                        "Somebody else has this address now. Give the person another one first.");
            }
            store.keepStanding(id, now());
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

    /// Everybody whose address is theirs: not those who left and gave it free.
    public List<Person> addressed() {
        return store.addressed();
    }

    /// A piece of those whose name or address holds some letters, by name.
    ///
    /// @param part whatever its capitals; empty for everybody
    public List<Person> named(String part, long skip, int limit) {
        return store.named(part, skip, Page.checkLimit(limit));
    }

    /// How many there are of whom [#named] tells.
    public Count count(String part) {
        return store.count(part);
    }

    /// How many people.
    ///
    /// @param active of them
    public record Count(long everybody, long active) {}

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

    /// The active people with one of these roles.
    public List<PersonId> with(Role... roles) {
        return store.with(roles);
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
