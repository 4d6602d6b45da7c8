// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.sessions.Sessions;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// People as the directory sees them: everybody but those whom it has deleted.
///
/// It decides who works here, who they are and how they work; it gives nobody a role, and whom a
/// person of ours has ended it does not bring back by repeating itself (decision 045).
public final class DirectoryUsers {
    /// Whose address opens more than their own work: with it somebody could take their account.
    private static final Set<Role> POWERFUL =
            EnumSet.of(Role.ADMINISTRATOR, Role.COMPLIANCE_LEAD, Role.APPROVER);

    private final DirectoryUserStore store;
    private final DirectoryGroups groups;
    private final Database database;
    private final Journal journal;
    private final Registrar registrar;
    private final People people;
    private final Sessions sessions;
    private final Clock clock;

    public DirectoryUsers(
            Database database,
            Journal journal,
            InForce inForce,
            People people,
            Sessions sessions,
            Clock clock) {
        this.store = new DirectoryUserStore(database, people);
        this.groups = new DirectoryGroups(database, journal, inForce, people, clock);
        this.database = database;
        this.journal = journal;
        this.registrar = new Registrar(database, journal, inForce);
        this.people = people;
        this.sessions = sessions;
        this.clock = clock;
    }

    public DirectoryGroups groups() {
        return groups;
    }

    /// Does what one request of the directory asks for, wholly or not at all, and one request after
    /// the other: what it reads is what it changes.
    public <T> T oneByOne(Supplier<T> work) {
        return database.inTransaction(() -> {
            registrar.lock();
            return work.get();
        });
    }

    public Optional<DirectoryUser> find(PersonId id) {
        return store.find(id);
    }

    /// A piece of those who are looked for, in the order in which they came.
    ///
    /// @param skip how many of them are left out first
    public List<DirectoryUser> list(Sought sought, long skip, int limit) {
        return store.list(sought, skip, limit);
    }

    public long count(Sought sought) {
        return store.count(sought);
    }

    /// Whether the directory says how somebody is.
    public boolean keeps(PersonId id) {
        return store.keeps(id);
    }

    /// How many of those who work here the directory has said something of, and how many it has
    /// not.
    public Known known() {
        return store.known();
    }

    /// How many there are.
    ///
    /// @param told active people whom the directory keeps
    /// @param untold active people of whom it has never said anything
    public record Known(long told, long untold) {}

    /// Takes in somebody new. Whoever has the address already and works here becomes the
    /// directory's; whoever has left keeps what is recorded of them, and gives name and address to
    /// the new person, unless the directory says that it is the same.
    ///
    /// @throws RejectedException when somebody who works here has the name already
    public DirectoryUser create(Said said, Actor by) {
        return oneByOne(() -> {
            for (DirectoryUser holder : store.holders(said)) {
                boolean same = holder.said() != null && said.isSameAs(holder.said().externalId());
                if (!holder.person().active() && same) {
                    return change(holder.person().id(), said, by);
                }
                if (holder.person().active() && holder.said() == null) {
                    return change(holder.person().id(), said, by);
                }
                if (holder.person().active()) {
                    throw RejectedException.conflict(
                            "There already is a user with this userName, address or externalId: "
                                    + holder.person().id().value()
                                    + ".");
                }
                free(holder.person().id(), by);
            }
            Person person =
                    people.create(
                            new NewPerson(
                                    said.email(),
                                    said.name(),
                                    Role.DEVELOPER,
                                    List.of(),
                                    said.country()),
                            by);
            store.save(person.id(), said, now());
            people.employ(person.id(), before -> said.appliedTo(before, person.id()), by);
            if (!said.active()) {
                end(person.id(), by);
            }
            return existing(person.id());
        });
    }

    /// Takes in what the directory now says of somebody: only what it says differently than before
    /// changes, so that what people of ours entered stays.
    ///
    /// @throws RejectedException when there is no such user, when they have left and this is
    ///   somebody else, or when the address is not the directory's to change
    public DirectoryUser change(PersonId id, Said said, Actor by) {
        return oneByOne(() -> {
            DirectoryUser user = existing(id);
            Person person = user.person();
            Said before = user.said();
            if (before != null && isSomebodyElse(person, before, said)) {
                throw RejectedException.conflict(
                        "This user has left, and what comes is another one by externalId. POST"
                                + " makes a new user.");
            }
            if (said.equals(before)) {
                return user;
            }
            identify(person, before, said, by);
            if (before == null || !said.worksLike(before)) {
                people.employ(id, was -> said.appliedTo(was, id), by);
            }
            if (said.country() != null
                    && (before == null || !said.country().equals(before.country()))) {
                people.assign(id, was -> was.in(said.country()), by);
            }
            if (!store.save(id, said, now())) {
                throw RejectedException.conflict(
                        "There already is a user with the userName " + said.userName() + ".");
            }
            if (before == null) {
                journal.record(by, "directory.adopted", id.value(), Map.of());
            }
            follow(person, before, said, by);
            return existing(id);
        });
    }

    /// What is said of somebody who has left can be of somebody else who got their name.
    private static boolean isSomebodyElse(Person person, Said before, Said said) {
        return !person.active()
                && before.externalId() != null
                && said.externalId() != null
                && !said.isSameAs(before.externalId());
    }

    private void identify(Person person, @Nullable Said before, Said said, Actor by) {
        String email =
                before != null && before.email().equals(said.email())
                        ? person.email()
                        : said.email();
        String name =
                before != null && before.name().equals(said.name()) ? person.name() : said.name();
        if (!email.equalsIgnoreCase(person.email()) && POWERFUL.contains(person.role())) {
            throw RejectedException.invalid(
                    "This person has the role "
                            + person.role().written()
                            + ": an administrator of Chaperone changes their address, under"
                            + " People, and then it can be pushed again.");
        }
        people.identify(person.id(), email, name, by);
    }

    /// Ends an access, or brings it back where the directory itself had ended it.
    private void follow(Person person, @Nullable Said before, Said said, Actor by) {
        if (!said.active()) {
            end(person.id(), by);
        } else if (!person.active() && before != null && !before.active()) {
            people.reactivate(person.id(), by);
            if (!store.unfree(person.id())) {
                throw RejectedException.conflict("Somebody else has this userName now.");
            }
        }
    }

    private void end(PersonId id, Actor by) {
        people.deactivate(id, by);
        sessions.endAll(id, null, by, "access-ended");
    }

    /// Deletes a user of the directory: their access ends, what is recorded stays, and somebody
    /// else can have their name and address. They are not found any more.
    ///
    /// @throws RejectedException when there is no such user
    public void remove(PersonId id, Actor by) {
        oneByOne(() -> {
            DirectoryUser user = existing(id);
            groups.leaveAll(id, by);
            end(id, by);
            store.remove(user, now());
            people.free(id, by);
            journal.record(by, "directory.removed", id.value(), Map.of());
            return true;
        });
    }

    private void free(PersonId id, Actor by) {
        people.free(id, by);
        store.free(id, now());
    }

    private DirectoryUser existing(PersonId id) {
        return store.find(id).orElseThrow(() -> RejectedException.unknown("user"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
