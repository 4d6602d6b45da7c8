// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Assignment;
import dev.chaperone.workspace.people.People;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Groups of the directory. Each is the team of its name: who is in the one is in the other. Teams
/// that people of ours gave somebody stay, as long as no group has their name.
public final class DirectoryGroups {
    private final DirectoryGroupStore store;
    private final Database database;
    private final Journal journal;
    private final Registrar registrar;
    private final People people;
    private final Clock clock;

    DirectoryGroups(
            Database database, Journal journal, InForce inForce, People people, Clock clock) {
        this.store = new DirectoryGroupStore(database);
        this.database = database;
        this.journal = journal;
        this.registrar = new Registrar(database, journal, inForce);
        this.people = people;
        this.clock = clock;
    }

    /// What a group shall be.
    ///
    /// @param name of the team, 1 to 100 characters
    public record Wanted(String name, @Nullable String externalId, Set<PersonId> members) {
        public Wanted {
            name = new Assignment(List.of(name), null).teams().getFirst();
            members = Set.copyOf(members);
        }
    }

    /// One group.
    ///
    /// @param members whether they are wanted; without them a group of everybody is small
    public Optional<DirectoryGroup> find(String id, boolean members) {
        return store.find(id).map(group -> members ? withMembers(group) : group);
    }

    /// A piece of those that are looked for, the eldest first.
    public List<DirectoryGroup> list(Sought sought, long skip, int limit, boolean members) {
        return store.list(sought, skip, limit).stream()
                .map(group -> members ? withMembers(group) : group)
                .toList();
    }

    public long count(Sought sought) {
        return store.count(sought);
    }

    /// Groups by the people who are in them.
    public Map<PersonId, List<DirectoryGroup>> of(Set<PersonId> of) {
        return store.of(of);
    }

    /// Makes a group, and with it the team.
    ///
    /// @throws RejectedException when there is one of that name, or somebody is not known
    public DirectoryGroup create(Wanted wanted, Actor by) {
        return inTurn(() -> {
            DirectoryGroup group =
                    new DirectoryGroup(
                            OpaqueId.next("group"),
                            wanted.name(),
                            wanted.externalId(),
                            Set.of(),
                            now(),
                            now());
            if (!store.insert(group)) {
                throw taken(wanted);
            }
            journal.record(by, "directory.group-created", group.id(), Map.of("team", group.name()));
            set(group, wanted, by);
            return existing(group.id());
        });
    }

    /// Makes a group what is wanted: renames its team, takes people in and out.
    ///
    /// @throws RejectedException when there is no such group, another one of that name, or somebody
    ///   is not known
    public DirectoryGroup change(String id, Wanted wanted, Actor by) {
        return inTurn(() -> {
            DirectoryGroup group = existing(id);
            if (!store.update(id, wanted, now())) {
                throw taken(wanted);
            }
            if (!group.name().equals(wanted.name())) {
                journal.record(
                        by,
                        "directory.group-renamed",
                        id,
                        Map.of("team", wanted.name(), "before", group.name()));
            }
            set(group, wanted, by);
            return existing(id);
        });
    }

    /// Ends a group: nobody is in the team by it any more.
    ///
    /// @throws RejectedException when there is no such group
    public void remove(String id, Actor by) {
        inTurn(() -> {
            DirectoryGroup group = existing(id);
            store.remove(id);
            journal.record(by, "directory.group-removed", id, Map.of("team", group.name()));
            group.members().forEach(member -> move(member, group.name(), null, by));
            return true;
        });
    }

    /// Takes somebody out of all groups.
    void leaveAll(PersonId person, Actor by) {
        for (DirectoryGroup group : store.of(Set.of(person)).getOrDefault(person, List.of())) {
            store.leave(group.id(), person);
            move(person, group.name(), null, by);
        }
    }

    private void set(DirectoryGroup before, Wanted wanted, Actor by) {
        Set<PersonId> joined = new HashSet<>(wanted.members());
        joined.removeAll(before.members());
        Set<PersonId> gone = new HashSet<>(before.members());
        gone.removeAll(wanted.members());
        Set<PersonId> unknown = new HashSet<>(joined);
        unknown.removeAll(store.present(joined));
        if (!unknown.isEmpty()) {
            throw RejectedException.invalid(
                    "members: there is no user " + unknown.iterator().next().value() + ".");
        }
        for (PersonId person : joined) {
            store.join(before.id(), person);
            move(person, null, wanted.name(), by);
        }
        for (PersonId person : gone) {
            store.leave(before.id(), person);
            move(person, before.name(), null, by);
        }
        if (!before.name().equals(wanted.name())) {
            Set<PersonId> staying = new HashSet<>(before.members());
            staying.removeAll(gone);
            staying.forEach(person -> move(person, before.name(), wanted.name(), by));
        }
    }

    private void move(PersonId person, @Nullable String from, @Nullable String into, Actor by) {
        people.assign(
                person,
                was -> {
                    List<String> teams = new ArrayList<>(was.teams());
                    teams.remove(from);
                    if (into != null && !teams.contains(into)) {
                        teams.add(into);
                    }
                    return was.with(teams);
                },
                by);
    }

    private DirectoryGroup withMembers(DirectoryGroup group) {
        return new DirectoryGroup(
                group.id(),
                group.name(),
                group.externalId(),
                store.members(group.id()),
                group.created(),
                group.changed());
    }

    private DirectoryGroup existing(String id) {
        return find(id, true).orElseThrow(() -> RejectedException.unknown("group"));
    }

    private static RejectedException taken(Wanted wanted) {
        return RejectedException.conflict("There already is a group " + wanted.name() + ".");
    }

    private <T> T inTurn(Supplier<T> work) {
        return database.inTransaction(() -> {
            registrar.lock();
            return work.get();
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
