// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.petitions.Oneself;
import dev.chaperone.workspace.petitions.Party;

import org.jspecify.annotations.Nullable;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Attempts at quizzes. Whoever takes one takes it in person: started, handed in once, recorded,
/// and never changed.
public final class Attempts {
    private static final String ID = "attempt";
    private static final String CERTIFICATE = "certificate";

    private final AttemptStore store;
    private final AttemptRules rules;
    private final Courses courses;
    private final Oneself oneself;
    private final Registrar registrar;
    private final Database database;
    private final Journal journal;
    private final Clock clock;
    private final SecureRandom seeds = new SecureRandom();

    Attempts(
            Database database,
            Journal journal,
            Courses courses,
            RetrainingStore retrainings,
            Oneself oneself,
            Registrar registrar,
            Clock clock) {
        this.store = new AttemptStore(database);
        this.rules = new AttemptRules(courses, retrainings);
        this.courses = courses;
        this.oneself = oneself;
        this.registrar = registrar;
        this.database = database;
        this.journal = journal;
        this.clock = clock;
    }

    /// Begins an attempt at the version of a course that is taught now.
    ///
    /// @throws RejectedException when there is no such course, another attempt at it is open, or
    ///   there were too many
    public Sheet start(CourseId id, Party by) {
        Course course = courses.existing(id);
        oneself.check(by);
        Instant now = now();
        return database.inTransaction(() -> {
            store.lock(by.person());
            List<Attempt> before = store.of(by.person(), id);
            rules.check(course, before, by.person(), now);
            Publication taught = courses.publications(id).getLast();
            long seed = seeds.nextLong();
            String attempt = OpaqueId.next(ID);
            int number = before.isEmpty() ? 1 : before.getFirst().number() + 1;
            Map<String, String> details = AttemptRecord.begun(course, number);
            by.addTo(details);
            long entry =
                    journal.record(Actor.of(by.person()), "training.started", attempt, details);
            Attempt begun =
                    new Attempt(
                            attempt,
                            by.person(),
                            id,
                            taught.number(),
                            course.version(),
                            number,
                            seed,
                            Draw.of(course, seed),
                            course.terms().passMark(),
                            now,
                            entry,
                            null);
            store.insert(begun);
            return Sheet.of(begun, course);
        });
    }

    /// Hands an attempt in, once. What is refused is not handed in. Whoever passes may use their
    /// tools when the call returns.
    ///
    /// @param answers numbers of choices by the number of their question
    public Sheet submit(String id, Map<Integer, Set<Integer>> answers, Party by) {
        oneself.check(by);
        Sheet sheet =
                database.inTransaction(() -> {
                    registrar.lock();
                    store.lock(by.person());
                    Attempt attempt = own(id, by.person());
                    Instant now = now();
                    Course course = rules.checkOpen(attempt, now);
                    Sheets sheets = new Sheets(attempt, course);
                    List<String> letters = sheets.answers(answers);
                    Attempt.Result bare = result(course, letters, sheets.right(letters), now);
                    Map<String, String> details = AttemptRecord.ended(attempt, bare);
                    by.addTo(details);
                    long entry =
                            registrar.record(
                                    new Registrar.Change(
                                            Actor.of(by.person()),
                                            AttemptRecord.action(bare),
                                            attempt.id(),
                                            details,
                                            Reach.of(by.person())));
                    store.insert(
                            attempt.id(),
                            new Attempt.Result(
                                    letters,
                                    bare.right(),
                                    bare.score(),
                                    now,
                                    bare.passed(),
                                    entry));
                    return Sheet.of(own(id, by.person()), course);
                });
        registrar.publish();
        return sheet;
    }

    private static Attempt.Result result(
            Course course, List<String> answers, int right, Instant now) {
        int percent = 100 * right / answers.size();
        boolean passed = 100 * right >= course.terms().passMark() * answers.size();
        return new Attempt.Result(
                answers,
                right,
                percent,
                now,
                passed
                        ? new Attempt.Passed(
                                OpaqueId.next(CERTIFICATE),
                                anniversary(now, course.terms().validForMonths()))
                        : null,
                -1);
    }

    /// The same day and time so many months later, in UTC; of the 29 February the 28th in years
    /// that have no 29th.
    static Instant anniversary(Instant from, int months) {
        return from.atOffset(ZoneOffset.UTC).plusMonths(months).toInstant();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Attempt own(String id, PersonId person) {
        return find(id).filter(attempt -> attempt.person().equals(person))
                .orElseThrow(() -> RejectedException.unknown("attempt of yours"));
    }

    public Optional<Attempt> find(String id) {
        return is(ID, id) ? store.find(id) : Optional.empty();
    }

    /// An attempt of this person's that can be handed in.
    public Optional<Attempt> open(PersonId person, CourseId course) {
        Instant now = now();
        return store.of(person, course).stream()
                .filter(attempt -> rules.isOpen(attempt, now))
                .findFirst();
    }

    /// What is shown of an attempt; empty when its version can not be read any more.
    public Optional<Sheet> sheet(Attempt attempt) {
        return courses.find(attempt.course(), attempt.version())
                .map(course -> Sheet.of(attempt, course));
    }

    /// Attempts, the newest first.
    ///
    /// @param person null for everybody's
    /// @param cursor from the page before; null for the first page
    public Page<Attempt> list(@Nullable PersonId person, @Nullable String cursor, int limit) {
        return store.list(person, Page.before(cursor), Page.checkLimit(limit));
    }

    /// A certificate, held against the ledger.
    public Optional<Certificate> certificate(String id) {
        return (is(CERTIFICATE, id) ? store.findByCertificate(id) : Optional.<Attempt>empty())
                .flatMap(this::certificate);
    }

    private Optional<Certificate> certificate(Attempt attempt) {
        Attempt.Result result = attempt.result();
        Attempt.Passed passed = result == null ? null : result.passed();
        if (result == null || passed == null) {
            return Optional.empty();
        }
        boolean confirmed =
                journal.read(result.entry())
                        .filter(entry -> AttemptRecord.says(entry, attempt, result))
                        .isPresent();
        return Optional.of(
                new Certificate(
                        passed.certificate(),
                        attempt.person(),
                        attempt.course(),
                        courses.find(attempt.course(), attempt.version())
                                .map(Course::title)
                                .orElse(attempt.course().value()),
                        attempt.version(),
                        attempt.number(),
                        result.score(),
                        attempt.passMark(),
                        result.finishedAt(),
                        passed.validUntil(),
                        result.entry(),
                        confirmed));
    }

    private static boolean is(String prefix, String id) {
        try {
            OpaqueId.check(prefix, id);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
