// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.Whom;
import dev.chaperone.workspace.people.Role;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

@Timeout(120)
class StandingsTest {
    private static final Duration FORTNIGHT = Duration.ofDays(14);

    @TempDir Path directory;

    private TrainingSite site;
    private PersonId ada;

    @BeforeEach
    void open() throws Exception {
        site = TrainingSite.open(directory);
        ada = site.developer("ada");
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void givesTimeToWhoJoinsAndThenIsOverdueWithoutAnyJob() {
        Instant due = TestWorkspace.NOON.plus(FORTNIGHT);

        expect(Standing.State.DUE, due, Standing.Because.NEVER_PASSED);
        assertThat(site.standing(ada).passedAt()).isNull();
        at(due.minusMillis(1));
        expect(Standing.State.DUE, due, Standing.Because.NEVER_PASSED);
        at(due);
        expect(Standing.State.OVERDUE, due, Standing.Because.NEVER_PASSED);
    }

    @Test
    void isDoneUntilTheAnniversaryAndThenOverdue() {
        site.take(ada, true);
        Instant until = Instant.parse("2027-11-24T12:00:00Z");

        expect(Standing.State.DONE, until, Standing.Because.EXPIRES);
        at(until.minusMillis(1));
        expect(Standing.State.DONE, until, Standing.Because.EXPIRES);
        at(until);
        expect(Standing.State.OVERDUE, until, Standing.Because.EXPIRES);

        site.take(ada, true);
        expect(
                Standing.State.DONE,
                Instant.parse("2028-11-24T12:00:00Z"),
                Standing.Because.EXPIRES);
    }

    @Test
    void countsFromThe29thOfFebruaryToThe28th() {
        assertThat(Attempts.anniversary(Instant.parse("2028-02-29T08:00:00Z"), 12))
                .isEqualTo("2029-02-28T08:00:00Z");
        assertThat(Attempts.anniversary(Instant.parse("2028-02-29T08:00:00Z"), 48))
                .isEqualTo("2032-02-29T08:00:00Z");
        assertThat(Attempts.anniversary(Instant.parse("2027-02-28T23:59:59Z"), 12))
                .isEqualTo("2028-02-28T23:59:59Z");
    }

    @Test
    void doesNotCountAFailedAttempt() {
        site.take(ada, false);

        expect(
                Standing.State.DUE,
                TestWorkspace.NOON.plus(FORTNIGHT),
                Standing.Because.NEVER_PASSED);
    }

    @Test
    void keepsAPassThroughASmallChangeAndNotThroughAMaterialOne() throws Exception {
        site.take(ada, true);
        Instant march = Instant.parse("2027-03-01T00:00:00Z");
        at(march);
        site.teach("First version", "Spelling");
        assertThat(site.standing(ada).state(march)).isEqualTo(Standing.State.DONE);

        site.teach("{note: First version, retrain: false}", "{note: New rules, retrain: true}");
        expect(Standing.State.DUE, march.plus(FORTNIGHT), Standing.Because.NEW_VERSION);
        at(march.plus(FORTNIGHT));
        expect(Standing.State.OVERDUE, march.plus(FORTNIGHT), Standing.Because.NEW_VERSION);

        site.take(ada, true);
        expect(
                Standing.State.DONE,
                Instant.parse("2028-03-15T00:00:00Z"),
                Standing.Because.EXPIRES);
    }

    @Test
    void hasSomethingToDoAlsoWhenThePassExpiresBeforeItHasTo() throws Exception {
        site.take(ada, true);
        Instant lastDay = Instant.parse("2027-11-23T12:00:00Z");
        at(lastDay);
        site.teach("{note: First version, retrain: false}", "{note: New rules, retrain: true}");

        expect(
                Standing.State.DUE,
                Instant.parse("2027-11-24T12:00:00Z"),
                Standing.Because.NEW_VERSION);
    }

    @Test
    void asksAgainAfterAnAssignmentAndNotForAnAttemptFromBefore() throws IOException {
        site.take(ada, true);
        Instant violation = TestWorkspace.NOON.plusSeconds(60);
        Instant due = violation.plus(Duration.ofDays(3));
        at(violation);
        site.retrainings()
                .assign(
                        ada,
                        TrainingSite.ROBOTS,
                        Retraining.Reason.VIOLATION,
                        due,
                        Actor.ADMIN_TOKEN);

        expect(Standing.State.DUE, due, Standing.Because.RETRAINING);
        assertThat(site.workspace().changes("training.assigned").getLast().details())
                .isEqualTo(
                        Map.of(
                                "person",
                                ada.value(),
                                "course",
                                "robots",
                                "reason",
                                "violation",
                                "due",
                                due.toString()));

        at(due.plusSeconds(1));
        expect(Standing.State.OVERDUE, due, Standing.Because.RETRAINING);
        site.take(ada, true);
        assertThat(site.standing(ada).state(due.plusSeconds(1))).isEqualTo(Standing.State.DONE);
    }

    @Test
    void refusesAssignmentsOfNobodyOfNothingAndIntoThePast() {
        assertRejected(() -> assign(PersonId.next(), TrainingSite.ROBOTS, TestWorkspace.NOON));
        assertRejected(() -> assign(ada, new CourseId("flying"), TestWorkspace.NOON));
        assertRejected(() -> assign(ada, TrainingSite.ROBOTS, TestWorkspace.NOON.minusSeconds(1)));
    }

    private void assign(PersonId person, CourseId course, Instant due) {
        site.retrainings().assign(person, course, Retraining.Reason.RETURN, due, Actor.SYSTEM);
    }

    @Test
    void tellsTheGatewayTheEarliestMomentForEverybodyWhoIsActive() {
        PersonId eve = site.developer("eve");
        PersonId gone = site.developer("gone");
        site.people().deactivate(gone, Actor.SYSTEM);
        site.take(ada, true);
        CourseId other = new CourseId("ai-coding-safely");

        assertThat(site.standings().currentUntil(TrainingSite.ROBOTS_ONLY, Whom.EVERYBODY))
                .isEqualTo(
                        Map.of(
                                ada,
                                Instant.parse("2027-11-24T12:00:00Z"),
                                eve,
                                TestWorkspace.NOON.plus(FORTNIGHT)));
        Instant month = TestWorkspace.NOON.plus(Duration.ofDays(30));
        assertThat(
                        site.standings()
                                .currentUntil(Set.of(TrainingSite.ROBOTS, other), Whom.EVERYBODY))
                .isEqualTo(Map.of(ada, month, eve, TestWorkspace.NOON.plus(FORTNIGHT)));
        assertThat(site.standings().currentUntil(Set.of(), Whom.EVERYBODY)).isEmpty();
        assertRejected(() ->
                site.standings().currentUntil(Set.of(new CourseId("flying")), Whom.EVERYBODY));
    }

    @Test
    void saysTheSameForOnePersonAndForEverybody() throws Exception {
        for (int i = 0; i < 12; i++) {
            at(TestWorkspace.NOON.plus(Duration.ofDays(i)));
            PersonId person = site.developer("p" + i);
            if (i % 2 == 0) {
                site.take(person, i % 3 != 0);
            }
            if (i % 4 == 0) {
                assign(person, TrainingSite.ROBOTS, TestWorkspace.NOON.plus(Duration.ofDays(40)));
            }
            if (i == 7) {
                site.teach("retrain: false}", "retrain: true}");
            }
        }
        Map<PersonId, Instant> all =
                site.standings().currentUntil(TrainingSite.ROBOTS_ONLY, Whom.EVERYBODY);

        assertThat(all).hasSize(13);
        all.forEach((person, until) ->
                assertThat(site.standing(person).until()).as(person.value()).isEqualTo(until));
        Set<PersonId> some = all.keySet().stream().limit(5).collect(Collectors.toSet());
        Map<PersonId, Instant> ofSome = new HashMap<>(all);
        ofSome.keySet().retainAll(some);
        assertThat(site.standings().currentUntil(TrainingSite.ROBOTS_ONLY, new Whom(some)))
                .isEqualTo(ofSome);
    }

    @Test
    void countsWithDenominatorVersionAndTime() throws Exception {
        PersonId eve = site.developer("eve");
        site.developer("joe");
        site.person("grace", Role.ADMINISTRATOR);
        site.take(ada, true);
        at(TestWorkspace.NOON.plusSeconds(1));
        site.teach("First version", "Spelling");
        site.take(eve, true);

        Completion now = robots();
        assertThat(now.asked()).isEqualTo(3);
        assertThat(now.done()).isEqualTo(2);
        assertThat(now.doneInThisVersion()).isEqualTo(1);
        assertThat(now.due()).isEqualTo(1);
        assertThat(now.overdue()).isZero();
        assertThat(now.version()).isEqualTo(site.courses().existing(TrainingSite.ROBOTS).version());
        assertThat(now.asOf()).isEqualTo(TestWorkspace.NOON.plusSeconds(1));

        at(TestWorkspace.NOON.plus(FORTNIGHT));
        assertThat(robots().overdue()).isEqualTo(1);
        assertThat(robots().late()).hasSize(1);
        assertThat(robots().late().getFirst().since())
                .isEqualTo(TestWorkspace.NOON.plus(FORTNIGHT));
    }

    @Test
    void publishesAVersionOnceAndRecordsIt() throws Exception {
        assertThat(site.workspace().changes("course.published")).hasSize(4);
        site.teach("First version", "First version");
        assertThat(site.workspace().changes("course.published")).hasSize(4);

        String before = site.courses().existing(TrainingSite.ROBOTS).version().toString();
        site.teach("First version", "Second version");
        var entry = site.workspace().changes("course.published").getLast();
        assertThat(entry.subject()).isEqualTo("robots");
        assertThat(entry.details()).containsEntry("former", before).containsEntry("days", "14");

        site.teach("First version", "First version");
        assertThat(site.courses().publications(TrainingSite.ROBOTS)).hasSize(3);
    }

    @Test
    void answersForAHundredThousandPeople() {
        var jdbc = site.workspace().test().jdbc();
        jdbc.sql(
                        """
                        INSERT INTO person (id, email, name, role, active, created_at)
                        SELECT 'person_' || lpad(n::text, 26, '0'), n || '@northwind.example',
                               'n', 'developer', true, now()
                        FROM generate_series(1, 100000) n
                        """)
                .update();
        jdbc.sql(
                        """
                        INSERT INTO training_attempt (id, person, course, publication, number,
                            seed, questions, pass_mark, started_at, entry)
                        SELECT 'attempt_' || lpad(n::text, 26, '0'),
                               'person_' || lpad(n::text, 26, '0'), 'robots',
                               (SELECT max(seq) FROM course_publication WHERE course = 'robots'),
                               1, 1, ARRAY['one abc'], 50, now(), 1
                        FROM generate_series(1, 100000) n
                        """)
                .update();
        jdbc.sql(
                        """
                        INSERT INTO training_result (attempt, answers, right_ones, score,
                            finished_at, valid_until, certificate, entry)
                        SELECT 'attempt_' || lpad(n::text, 26, '0'), ARRAY['a'], 1, 100, now(),
                               timestamptz '2027-01-01T00:00:00Z', 'c' || n, 1
                        FROM generate_series(1, 100000) n
                        """)
                .update();

        Map<PersonId, Instant> all =
                site.standings().currentUntil(TrainingSite.ROBOTS_ONLY, Whom.EVERYBODY);

        assertThat(all).hasSize(100_001).containsValue(Instant.parse("2027-01-01T00:00:00Z"));
    }

    private Completion robots() {
        return site.standings().completion().stream()
                .filter(each -> each.course().equals(TrainingSite.ROBOTS))
                .findFirst()
                .orElseThrow();
    }

    private void at(Instant now) {
        site.workspace().clock().set(now);
    }

    private void expect(Standing.State state, Instant until, Standing.Because because) {
        Standing standing = site.standing(ada);
        assertThat(standing.state(site.workspace().clock().instant())).isEqualTo(state);
        assertThat(standing.until()).isEqualTo(until);
        assertThat(standing.because()).isEqualTo(because);
    }

    private static void assertRejected(Runnable call) {
        assertThatExceptionOfType(RejectedException.class).isThrownBy(call::run);
    }
}
