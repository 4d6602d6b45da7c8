// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.lists.CsvList;
import dev.chaperone.workspace.people.Assignment;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.sessions.Sessions;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// People from a list of the company's, for those who have no directory that calls: as CSV with
/// headings. A cell that is empty changes nothing. The whole list is read and checked before the
/// first person changes; then each is changed on their own, so that a list can be taken in again.
public final class PeopleList {
    /// Rows; who has more has a directory.
    static final int MOST = 5_000;

    private final People people;
    private final Sessions sessions;
    private final Journal journal;
    private final Predicate<PersonId> keptByDirectory;

    /// Takes in lists.
    ///
    /// @param keptByDirectory whether the directory says how somebody is: the list does not
    public PeopleList(
            People people,
            Sessions sessions,
            Journal journal,
            Predicate<PersonId> keptByDirectory) {
        this.people = people;
        this.sessions = sessions;
        this.journal = journal;
        this.keptByDirectory = keptByDirectory;
    }

    /// What a list changes.
    ///
    /// @param leavers those who are not on it, when they shall lose their access
    /// @param left alone because the directory keeps them, or because they have left
    /// @param ignored headings that mean nothing here
    public record Outcome(
            List<String> created,
            List<String> changed,
            List<String> leavers,
            List<String> left,
            int same,
            List<String> ignored) {
        public Outcome {
            created = List.copyOf(created);
            changed = List.copyOf(changed);
            leavers = List.copyOf(leavers);
            left = List.copyOf(left);
            ignored = List.copyOf(ignored);
        }
    }

    private record Plan(
            Outcome outcome,
            List<ListedPerson> rows,
            Map<String, Person> known,
            List<Person> over) {}

    /// What a list would change, without changing anything.
    ///
    /// @param endsOthers whether those who are not on it lose their access
    /// @throws RejectedException when it can not be read: it names the line
    public Outcome look(InputStream list, boolean endsOthers) throws IOException {
        return plan(list, endsOthers).outcome();
    }

    /// Changes what [#look] said.
    ///
    /// @param ends how many shall lose their access because they are not on it: what was looked at.
    ///   Another number changes nothing
    public Outcome take(InputStream list, boolean endsOthers, int ends, Actor by)
            throws IOException {
        Plan plan = plan(list, endsOthers);
        if (plan.over().size() != ends) {
            throw RejectedException.conflict(
                    "%d people who are not on the list would lose their access, not %d. Look first, then say how many."
                            .formatted(plan.over().size(), ends));
        }
        journal.record(
                by,
                "people.list-taken",
                "people",
                Map.of(
                        "created", Integer.toString(plan.outcome().created().size()),
                        "changed", Integer.toString(plan.outcome().changed().size()),
                        "ended", Integer.toString(ends)));
        Map<String, Person> known = new HashMap<>(plan.known());
        for (ListedPerson row : plan.rows()) {
            if (!known.containsKey(key(row.email()))) {
                known.put(key(row.email()), people.create(wanted(row), by));
            }
        }
        // Managers are there now.
        for (ListedPerson row : plan.rows()) {
            Person person = known.get(key(row.email()));
            if (person != null && !isLeft(person, row)) {
                change(person, row, known, by);
            }
        }
        plan.over().forEach(person -> end(person.id(), by));
        return plan.outcome();
    }

    private Plan plan(InputStream list, boolean endsOthers) throws IOException {
        List<ListedPerson> rows = new ArrayList<>();
        Map<String, Long> lines = new HashMap<>();
        List<String> ignored;
        try (CsvList csv = CsvList.open(list)) {
            PeopleColumns columns = new PeopleColumns(csv.headings());
            ignored = columns.ignored();
            csv.forEach((line, cells) -> {
                if (rows.size() == MOST) {
                    throw RejectedException.invalid(
                            "The list has more than "
                                    + MOST
                                    + " rows. Take it in in pieces, or let your directory call"
                                    + " (SCIM).");
                }
                ListedPerson row = columns.read(line, cells);
                Long before = lines.put(key(row.email()), line);
                if (before != null) {
                    throw RejectedException.invalid(
                            "Lines " + before + " and " + line + " have the same address.");
                }
                rows.add(row);
            });
        }
        Map<String, Person> known = known();
        for (ListedPerson row : rows) {
            check(row, known, lines);
        }
        return plan(rows, known, endsOthers, ignored);
    }

    private Plan plan(
            List<ListedPerson> rows,
            Map<String, Person> known,
            boolean endsOthers,
            List<String> ignored) {
        List<String> created = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        List<String> left = new ArrayList<>();
        int same = 0;
        Map<String, Person> missing = new HashMap<>(known);
        for (ListedPerson row : rows) {
            Person person = known.get(key(row.email()));
            missing.remove(key(row.email()));
            if (person == null) {
                created.add(row.email());
            } else if (isLeft(person, row)) {
                left.add(row.email());
            } else if (differs(person, row, known)) {
                changed.add(row.email());
            } else {
                same++;
            }
        }
        List<Person> over =
                endsOthers
                        ? missing.values().stream()
                                .filter(person ->
                                        person.active() && !keptByDirectory.test(person.id()))
                                .toList()
                        : List.of();
        return new Plan(
                new Outcome(
                        created,
                        changed,
                        over.stream().map(Person::email).sorted().toList(),
                        left,
                        same,
                        ignored),
                rows,
                known,
                over);
    }

    /// Everybody whose address is theirs.
    private Map<String, Person> known() {
        Map<String, Person> known = new HashMap<>();
        people.addressed().forEach(person -> known.put(key(person.email()), person));
        return known;
    }

    /// Left as they are: who is the directory's, and who has left and is not said to be back.
    private boolean isLeft(Person person, ListedPerson row) {
        return keptByDirectory.test(person.id())
                || (!person.active() && !Boolean.TRUE.equals(row.active()));
    }

    /// Refuses what could not be done, before anything is.
    private static void check(
            ListedPerson row, Map<String, Person> known, Map<String, Long> lines) {
        try {
            Person person = known.get(key(row.email()));
            if (person == null) {
                wanted(row);
            } else {
                employed(person.employment(), row, known);
            }
            String manager = row.manager();
            if (manager != null
                    && !known.containsKey(key(manager))
                    && !lines.containsKey(key(manager))) {
                throw RejectedException.invalid(
                        "the manager " + manager + " is neither known nor on the list.");
            }
            if (manager != null && key(manager).equals(key(row.email()))) {
                throw RejectedException.invalid("nobody is their own manager.");
            }
            new Employment(
                    row.kind(), row.department(), row.title(), null, row.starts(), row.lastDay());
            if (row.teams() != null) {
                new Assignment(row.teams(), null);
            }
        } catch (RejectedException e) {
            throw RejectedException.invalid("Line " + row.line() + ": " + e.getMessage());
        }
    }

    private static NewPerson wanted(ListedPerson row) {
        if (row.name() == null) {
            throw RejectedException.invalid("somebody new needs a name.");
        }
        return new NewPerson(
                row.email(),
                row.name(),
                row.role() == null ? Role.DEVELOPER : row.role(),
                row.teams() == null ? List.of() : row.teams(),
                row.country());
    }

    private static boolean differs(Person person, ListedPerson row, Map<String, Person> known) {
        return (row.name() != null && !row.name().equals(person.name()))
                || (row.role() != null && row.role() != person.role())
                || (row.active() != null && row.active() != person.active())
                || !assigned(person.assignment(), row).equals(person.assignment())
                || (row.manager() != null && !known.containsKey(key(row.manager())))
                || !employed(person.employment(), row, known).equals(person.employment());
    }

    private static Assignment assigned(Assignment before, ListedPerson row) {
        Assignment moved = row.teams() == null ? before : before.with(row.teams());
        return row.country() == null ? moved : moved.in(row.country());
    }

    private static Employment employed(
            Employment before, ListedPerson row, Map<String, Person> known) {
        Person manager = row.manager() == null ? null : known.get(key(row.manager()));
        return new Employment(
                row.kind() == null ? before.kind() : row.kind(),
                row.department() == null ? before.department() : row.department(),
                row.title() == null ? before.title() : row.title(),
                manager == null ? before.manager() : manager.id(),
                row.starts() == null ? before.starts() : row.starts(),
                row.lastDay() == null ? before.lastDay() : row.lastDay());
    }

    private void change(Person person, ListedPerson row, Map<String, Person> known, Actor by) {
        PersonId id = person.id();
        if (row.name() != null) {
            people.identify(id, person.email(), row.name(), by);
        }
        if (row.role() != null && row.role() != person.role()) {
            people.changeRole(id, row.role(), by);
        }
        people.assign(id, was -> assigned(was, row), by);
        people.employ(id, was -> employed(was, row, known), by);
        if (Boolean.TRUE.equals(row.active())) {
            people.reactivate(id, by);
        } else if (Boolean.FALSE.equals(row.active())) {
            end(id, by);
        }
    }

    private void end(PersonId id, Actor by) {
        people.deactivate(id, by);
        sessions.endAll(id, null, by, "access-ended");
    }

    private static String key(String email) {
        return email.strip().toLowerCase(Locale.ROOT);
    }
}
