// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Whom;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who is trained until when. One way of working it out answers for one person and for everybody.
public final class Standings {
    private final StandingStore store;
    private final AttemptStore attempts;
    private final RetrainingStore retrainings;
    private final Courses courses;
    private final People people;
    private final Clock clock;

    Standings(Database database, Courses courses, People people, Clock clock) {
        this.store = new StandingStore(database);
        this.attempts = new AttemptStore(database);
        this.retrainings = new RetrainingStore(database);
        this.courses = courses;
        this.people = people;
        this.clock = clock;
    }

    /// How a person stands with each of these courses, by id.
    ///
    /// @throws RejectedException when there is no such person or course
    public List<Standing> of(PersonId id, Set<CourseId> required) {
        Person person = people.find(id).orElseThrow(() -> RejectedException.unknown("person"));
        return new TreeSet<>(required)
                .stream().map(course -> of(person, courses.existing(course))).toList();
    }

    private Standing of(Person person, Course course) {
        Standing.Pass pass =
                attempts.of(person.id(), course.id()).stream()
                        .flatMap(attempt -> {
                            Attempt.Result result = attempt.result();
                            Attempt.Passed passed = result == null ? null : result.passed();
                            return result == null || passed == null
                                    ? Stream.empty()
                                    : Stream.of(
                                            new Standing.Pass(
                                                    attempt.publication(),
                                                    attempt.startedAt(),
                                                    result.finishedAt(),
                                                    passed.validUntil()));
                        })
                        .findFirst()
                        .orElse(null);
        return Standing.of(
                courses.publications(course.id()),
                person.inRoleSince(),
                pass,
                retrainings.of(person.id(), course.id()));
    }

    /// For each of some people who are active the first moment from which one of these courses is
    /// not in order: it expires, or what has to be done should have been done. Who has still time
    /// to take a course for the first time is in order until that time ends. The same moment stands
    /// in [#of]; it may lie in the past.
    ///
    /// @return nobody when nothing is required
    /// @throws RejectedException when there is no such course
    public Map<PersonId, Instant> currentUntil(Set<CourseId> required, Whom whom) {
        Map<PersonId, Instant> until = new HashMap<>();
        if (required.isEmpty()) {
            return until;
        }
        Everybody everybody = everybody(required, whom);
        for (StandingStore.Member member : everybody.members()) {
            for (CourseId course : required) {
                until.merge(
                        member.person(),
                        everybody.standing(member, course).until(),
                        (one, other) -> one.isBefore(other) ? one : other);
            }
        }
        return until;
    }

    /// The same as [#asked(Set)] of one person; empty for who has left.
    public List<Standing> asked(PersonId id, Set<CourseId> everybodys) {
        return people.find(id)
                .filter(Person::active)
                .map(person -> {
                    Set<CourseId> required = new TreeSet<>(courses.requiredOf(person.role()));
                    required.addAll(everybodys);
                    return required.stream()
                            .map(course -> of(person, courses.existing(course)))
                            .toList();
                })
                .orElse(List.of());
    }

    /// What is asked of every active person and not done for good: the courses of their role, and
    /// those that are asked of everybody. What is passed is there with the moment at which it
    /// expires.
    public Map<PersonId, List<Standing>> asked(Set<CourseId> everybodys) {
        Map<Role, Set<CourseId>> byRole = new EnumMap<>(Role.class);
        Set<CourseId> all = new HashSet<>(everybodys);
        for (Role role : Role.values()) {
            Set<CourseId> courses = new TreeSet<>(this.courses.requiredOf(role));
            courses.addAll(everybodys);
            byRole.put(role, courses);
            all.addAll(courses);
        }
        Everybody everybody = everybody(all, Whom.EVERYBODY);
        Map<PersonId, List<Standing>> asked = new HashMap<>();
        for (StandingStore.Member member : everybody.members()) {
            asked.put(
                    member.person(),
                    byRole.getOrDefault(member.role(), Set.of()).stream()
                            .map(course -> everybody.standing(member, course))
                            .toList());
        }
        return asked;
    }

    /// How far each course has come among those whose role it is asked of, by id.
    public List<Completion> completion() {
        Set<CourseId> all = courses.list().stream().map(Course::id).collect(Collectors.toSet());
        Everybody everybody = everybody(all, Whom.EVERYBODY);
        Instant now = clock.instant();
        return courses.list().stream().map(course -> completion(course, everybody, now)).toList();
    }

    private Completion completion(Course course, Everybody everybody, Instant now) {
        Set<Role> roles =
                Arrays.stream(Role.values())
                        .filter(role -> courses.requiredOf(role).contains(course.id()))
                        .collect(Collectors.toSet());
        long taught = courses.publications(course.id()).getLast().number();
        Map<Standing.State, Integer> states = new EnumMap<>(Standing.State.class);
        int asked = 0;
        int inThisVersion = 0;
        List<Completion.Late> late = new ArrayList<>();
        for (StandingStore.Member member : everybody.members()) {
            if (!roles.contains(member.role())) {
                continue;
            }
            Standing standing = everybody.standing(member, course.id());
            Standing.State state = standing.state(now);
            asked++;
            states.merge(state, 1, Integer::sum);
            Standing.Pass pass = standing.passed();
            if (state == Standing.State.DONE && pass != null && pass.publication() == taught) {
                inThisVersion++;
            }
            if (state == Standing.State.OVERDUE) {
                late.add(
                        new Completion.Late(member.person(), standing.until(), standing.because()));
            }
        }
        return new Completion(
                course.id(),
                course.title(),
                course.version(),
                now,
                asked,
                states.getOrDefault(Standing.State.DONE, 0),
                inThisVersion,
                states.getOrDefault(Standing.State.DUE, 0),
                states.getOrDefault(Standing.State.OVERDUE, 0),
                late);
    }

    private Everybody everybody(Set<CourseId> required, Whom whom) {
        Map<CourseId, List<Publication>> publications = new HashMap<>();
        required.forEach(
                id -> publications.put(id, courses.publications(courses.existing(id).id())));
        return new Everybody(
                publications,
                store.active(whom),
                store.passes(required, whom),
                retrainings.of(required, whom).stream()
                        .collect(
                                Collectors.groupingBy(
                                        Retraining::person,
                                        Collectors.groupingBy(Retraining::course))));
    }

    /// What standings of everybody are worked out from.
    private record Everybody(
            Map<CourseId, List<Publication>> publications,
            List<StandingStore.Member> members,
            Map<CourseId, Map<PersonId, Standing.Pass>> passes,
            Map<PersonId, Map<CourseId, List<Retraining>>> retrainings) {
        Standing standing(StandingStore.Member member, CourseId course) {
            return Standing.of(
                    publications.getOrDefault(course, List.of()),
                    member.joined(),
                    passes.getOrDefault(course, Map.of()).get(member.person()),
                    retrainings
                            .getOrDefault(member.person(), Map.of())
                            .getOrDefault(course, List.of()));
        }
    }
}
