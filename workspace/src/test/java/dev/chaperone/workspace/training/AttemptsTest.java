// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.RejectedException.Reason;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.dao.DataAccessException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

@Timeout(120)
class AttemptsTest {
    @TempDir Path directory;

    private TrainingSite site;
    private PersonId ada;
    private Party byAda;

    @BeforeEach
    void open() throws Exception {
        site = TrainingSite.open(directory);
        ada = site.developer("ada");
        byAda = Party.signedIn(ada);
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void passesWhoeverKnowsAndRecordsIt() throws IOException {
        Attempt attempt = site.take(ada, true);

        assertThat(attempt.state(TestWorkspace.NOON)).isEqualTo(Attempt.State.PASSED);
        Attempt.Result result = result(attempt);
        assertThat(result.score()).isEqualTo(100);
        Attempt.Passed passed = passed(attempt);
        assertThat(passed.validUntil()).isEqualTo("2027-11-24T12:00:00Z");
        Event.Administered entry = site.workspace().changes("training.").getLast();
        assertThat(entry.action()).isEqualTo("training.completed");
        assertThat(entry.actor()).isEqualTo(ada.value());
        assertThat(entry.subject()).isEqualTo(attempt.id());
        assertThat(entry.details())
                .containsEntry("course", "robots")
                .containsEntry(
                        "version",
                        site.courses().existing(TrainingSite.ROBOTS).version().toString())
                .containsEntry("score", "100")
                .containsEntry("pass-mark", "50")
                .containsEntry("number", "1")
                .containsEntry("finished", "2026-11-24T12:00:00Z")
                .containsEntry("certificate", passed.certificate())
                .containsOnlyKeys(
                        "answers",
                        "certificate",
                        "course",
                        "finished",
                        "number",
                        "pass-mark",
                        "score",
                        "valid-until",
                        "version");
    }

    @Test
    void failsWhoeverDoesNotKnowAndRecordsThat() throws IOException {
        Attempt attempt = site.take(ada, false);

        assertThat(attempt.state(TestWorkspace.NOON)).isEqualTo(Attempt.State.FAILED);
        assertThat(result(attempt).score()).isZero();
        assertThat(result(attempt).passed()).isNull();
        assertThat(site.workspace().changes("training.").getLast().action())
                .isEqualTo("training.failed");
    }

    @Test
    void passesWithExactlyThePassMark() {
        Attempt attempt = start();
        Map<Integer, Set<Integer>> answers = site.answers(attempt, false);
        answers.put(1, Objects.requireNonNull(site.answers(attempt, true).get(1)));

        Attempt ended = site.attempts().submit(attempt.id(), answers, byAda).attempt();

        assertThat(result(ended).score()).isEqualTo(50);
        assertThat(ended.state(TestWorkspace.NOON)).isEqualTo(Attempt.State.PASSED);
    }

    @Test
    void tellsWhatIsRightOnlyAfterwards() {
        Sheet before = site.attempts().start(TrainingSite.ROBOTS, byAda);
        assertThat(before.questions()).allMatch(item -> item.marked() == null);

        Sheet after =
                site.attempts()
                        .submit(
                                before.attempt().id(),
                                site.answers(before.attempt(), false),
                                byAda);
        for (Sheet.Item item : after.questions()) {
            Sheet.Marked marked = Objects.requireNonNull(item.marked());
            assertThat(marked.correct()).isFalse();
            assertThat(marked.right()).isNotEmpty().doesNotContainAnyElementsOf(marked.chosen());
            assertThat(marked.because()).isNotBlank();
        }
    }

    @Test
    void drawsTheSameFromTheStoredSeedAndKeepsTheOrderShown() {
        Attempt attempt = start();
        Course course = site.courses().existing(TrainingSite.ROBOTS);

        assertThat(Draw.of(course, attempt.seed())).isEqualTo(attempt.questions());
        assertThat(site.attempts().find(attempt.id())).contains(attempt);
        Set<List<Attempt.Shown>> orders = new java.util.HashSet<>();
        for (long seed = 0; seed < 50; seed++) {
            orders.add(Draw.of(course, seed));
        }
        assertThat(orders).hasSizeGreaterThan(10);
    }

    @Test
    void refusesToBeHandedInTwice() throws IOException {
        Attempt attempt = site.take(ada, false);

        rejected(
                Reason.CONFLICT,
                "handed in already",
                () -> site.attempts().submit(attempt.id(), site.answers(attempt, true), byAda));
        assertThat(site.workspace().changes("training.completed")).isEmpty();
    }

    @Test
    void scoresOnceWhenItIsHandedInTwiceAtTheSameMoment() throws Exception {
        Attempt attempt = start();
        Callable<Boolean> handIn =
                () -> {
                    try {
                        site.attempts().submit(attempt.id(), site.answers(attempt, true), byAda);
                        return true;
                    } catch (RejectedException e) {
                        return false;
                    }
                };
        try (var threads = Executors.newFixedThreadPool(4)) {
            int accepted = 0;
            for (Future<Boolean> each :
                    threads.invokeAll(List.of(handIn, handIn, handIn, handIn))) {
                accepted += each.get() ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
        }
        assertThat(site.workspace().changes("training.completed")).hasSize(1);
        assertThat(site.workspace().rows("training_result")).isEqualTo(1);
    }

    @Test
    void refusesTheAttemptOfSomebodyElseLikeOneThatDoesNotExist() {
        Attempt attempt = start();
        Party eve = Party.signedIn(site.developer("eve"));

        for (String id : List.of(attempt.id(), OpaqueId.next("attempt"), "x")) {
            rejected(
                    Reason.UNKNOWN,
                    "no such attempt",
                    () -> site.attempts().submit(id, site.answers(attempt, true), eve));
        }
        assertThat(site.workspace().rows("training_result")).isZero();
    }

    @Test
    void refusesAnAttemptThatIsTooOld() {
        Attempt attempt = start();
        site.workspace().clock().set(TestWorkspace.NOON.plus(Duration.ofHours(24)));

        rejected(
                Reason.CONFLICT,
                "could be handed in until",
                () -> site.attempts().submit(attempt.id(), site.answers(attempt, true), byAda));
        assertThat(start().number()).isEqualTo(2);
    }

    @Test
    void refusesAnAttemptAtAVersionThatIsNotTaughtAnyMore() throws Exception {
        Attempt attempt = start();
        Map<Integer, Set<Integer>> answers = site.answers(attempt, true);
        site.teach("First version", "Second version");

        rejected(
                Reason.CONFLICT,
                "has changed since",
                () -> site.attempts().submit(attempt.id(), answers, byAda));
        assertThat(start().version()).isNotEqualTo(attempt.version());
    }

    @Test
    void refusesChoicesAndQuestionsThatWereNotShown() {
        Attempt attempt = start();

        submitRejected(attempt, Map.of(1, Set.of(4)), "no choice 4");
        submitRejected(attempt, Map.of(1, Set.of(0)), "no choice 0");
        submitRejected(attempt, Map.of(1, Set.of(-1)), "no choice -1");
        submitRejected(attempt, Map.of(1, Set.of(1), 2, Set.of(1), 3, Set.of(1)), "no question 3");
        submitRejected(attempt, Map.of(), "question 1, 2");
        submitRejected(attempt, Map.of(1, Set.of(1)), "question 2");
        submitRejected(attempt, Map.of(1, Set.of(1, 2, 3), 2, Set.of(1, 2, 3)), "has one answer");
        assertThat(site.workspace().rows("training_result")).isZero();
        assertThat(site.attempts().open(ada, TrainingSite.ROBOTS)).contains(attempt);
    }

    private void submitRejected(
            Attempt attempt, Map<Integer, Set<Integer>> answers, String message) {
        rejected(
                Reason.INVALID,
                message,
                () -> site.attempts().submit(attempt.id(), answers, byAda));
    }

    @Test
    void letsNobodyActWithATokenThatSomebodyElseMade() {
        PersonId grace = site.person("grace", dev.chaperone.workspace.people.Role.ADMINISTRATOR);
        for (Actor maker : List.of(Actor.of(grace), Actor.ADMIN_TOKEN, Actor.SYSTEM)) {
            Party party = new Party(ada, token(maker, null));
            rejected(
                    Reason.CONFLICT,
                    "nobody takes a quiz for another",
                    () -> site.attempts().start(TrainingSite.ROBOTS, party));
        }
        String byGrace = token(Actor.of(grace), null);
        Party chained = new Party(ada, token(Actor.of(ada), byGrace));
        rejected(
                Reason.CONFLICT,
                "nobody takes a quiz for another",
                () -> site.attempts().start(TrainingSite.ROBOTS, chained));
        Party own = new Party(ada, token(Actor.of(ada), null));
        assertThat(site.attempts().start(TrainingSite.ROBOTS, own).attempt().person())
                .isEqualTo(ada);
    }

    private String token(Actor maker, @Nullable String with) {
        return site.tokens()
                .create(new NewToken(ada, "laptop", Token.Kind.API, null), maker, with)
                .token()
                .id();
    }

    @Test
    void refusesWhoHasLeft() {
        Attempt attempt = start();
        site.people().deactivate(ada, Actor.SYSTEM);

        rejected(
                Reason.CONFLICT,
                "active person",
                () -> site.attempts().submit(attempt.id(), site.answers(attempt, true), byAda));
        rejected(
                Reason.CONFLICT,
                "active person",
                () -> site.attempts().start(TrainingSite.ROBOTS, byAda));
    }

    @Test
    void allowsOneOpenAttemptAndSoManyADay() {
        start();
        rejected(
                Reason.CONFLICT,
                "open attempt",
                () -> site.attempts().start(TrainingSite.ROBOTS, byAda));
        Attempt open = site.attempts().open(ada, TrainingSite.ROBOTS).orElseThrow();
        site.attempts().submit(open.id(), site.answers(open, false), byAda);
        site.take(ada, false);
        site.take(ada, false);

        rejected(
                Reason.CONFLICT,
                "3 times a day. The next attempt can begin at 2026-11-25T00:00:00Z",
                () -> site.attempts().start(TrainingSite.ROBOTS, byAda));
        site.workspace().clock().set(Instant.parse("2026-11-25T00:00:00Z"));
        assertThat(start().number()).isEqualTo(4);
    }

    @Test
    void allowsSoManyInTotalUntilItIsAssignedAgain() throws Exception {
        site.teach("attempts: {a-day: 3}", "attempts: {in-total: 1}");
        site.take(ada, false);
        rejected(
                Reason.CONFLICT,
                "Ask an administrator",
                () -> site.attempts().start(TrainingSite.ROBOTS, byAda));

        Instant later = TestWorkspace.NOON.plusSeconds(60);
        site.workspace().clock().set(later);
        site.retrainings()
                .assign(ada, TrainingSite.ROBOTS, Retraining.Reason.OTHER, later, Actor.SYSTEM);

        assertThat(start().number()).isEqualTo(2);
    }

    @Test
    void changesNothingThatTheLedgerDoesNotTake() throws IOException {
        Attempt attempt = start();
        site.workspace().ledger().close();

        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() ->
                        site.attempts().submit(attempt.id(), site.answers(attempt, true), byAda));
        assertThat(site.workspace().rows("training_result")).isZero();
    }

    @Test
    void neverChangesWhatWas() {
        site.take(ada, false);

        for (String sql :
                List.of(
                        "UPDATE training_result SET score = 100",
                        "DELETE FROM training_result",
                        "UPDATE training_attempt SET number = 9",
                        "DELETE FROM course_publication",
                        "UPDATE retraining SET due_at = now()")) {
            assertThatExceptionOfType(DataAccessException.class)
                    .as(sql)
                    .isThrownBy(() -> site.workspace().test().jdbc().sql(sql).update())
                    .withStackTraceContaining("never changed");
        }
    }

    @Test
    void certifiesWhatTheLedgerSaysTooAndNoticesWhenItDoesNot() {
        Attempt attempt = site.take(ada, true);
        Certificate certificate =
                site.attempts().certificate(passed(attempt).certificate()).orElseThrow();

        assertThat(certificate.confirmed()).isTrue();
        assertThat(certificate.person()).isEqualTo(ada);
        assertThat(certificate.finishedAt()).isEqualTo(result(attempt).finishedAt());
        assertThat(certificate.entry()).isEqualTo(result(attempt).entry());

        var jdbc = site.workspace().test().jdbc();
        jdbc.sql("ALTER TABLE training_result DISABLE TRIGGER never_changed").update();
        jdbc.sql("UPDATE training_result SET answers = ARRAY['b', 'b']").update();
        assertThat(site.attempts().certificate(certificate.id()).map(Certificate::confirmed))
                .contains(false);
        assertThat(site.attempts().certificate("certificate_x")).isEmpty();
    }

    @Test
    void showsAnOldAttemptWithTheQuestionsOfItsOwnVersion() throws Exception {
        Attempt attempt = site.take(ada, true);
        site.teach("First version", "Second version");

        Sheet sheet = site.attempts().sheet(attempt).orElseThrow();

        assertThat(sheet.course().version()).isEqualTo(attempt.version());
        assertThat(sheet.course().terms().note()).isEqualTo("First version");
    }

    @Test
    void listsTheNewestFirstAndOnlyOnesOwn() {
        PersonId eve = site.developer("eve");
        Attempt first = site.take(ada, false);
        Attempt others = site.take(eve, true);
        Attempt last = site.take(ada, true);

        var page = site.attempts().list(ada, null, 1);
        var rest = site.attempts().list(ada, page.next(), 5);

        assertThat(page.items()).containsExactly(last);
        assertThat(rest.items()).containsExactly(first);
        assertThat(site.attempts().list(null, null, 5).items())
                .containsExactly(last, others, first);
    }

    @Test
    void knowsNoCourseThatIsNotThere() {
        rejected(
                Reason.UNKNOWN,
                "no such course",
                () -> site.attempts().start(new CourseId("flying"), byAda));
    }

    private Attempt start() {
        return site.attempts().start(TrainingSite.ROBOTS, byAda).attempt();
    }

    private static Attempt.Result result(Attempt attempt) {
        return Objects.requireNonNull(attempt.result());
    }

    private static Attempt.Passed passed(Attempt attempt) {
        return Objects.requireNonNull(result(attempt).passed());
    }

    private static void rejected(Reason reason, String message, ThrowingCallable call) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(call)
                .withMessageContaining(message)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
