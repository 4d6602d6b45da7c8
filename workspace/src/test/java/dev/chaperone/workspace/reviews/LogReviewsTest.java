// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.reviews;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.policies.PolicySite;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

class LogReviewsTest {
    private static final Instant NOON = TestWorkspace.NOON;
    private static final LogReviews.Conclusion NOTHING =
            new LogReviews.Conclusion("The sample and all refusals", "Nothing remarkable", false);

    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private LogReviews reviews;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        reviews =
                new LogReviews(
                        workspace.database(),
                        workspace.journal(),
                        site.policies(),
                        workspace.clock());
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private void after(Duration time) {
        workspace.clock().set(NOON.plus(time));
    }

    private List<ReviewPeriod.State> states() {
        return reviews.periods().stream()
                .map(each -> each.state(workspace.clock().instant()))
                .toList();
    }

    private void recorded(int number, String decision) {
        for (int i = 0; i < number; i++) {
            workspace
                    .database()
                    .jdbc()
                    .sql(
                            """
                            INSERT INTO interaction (intent, id, at, source, operation, declared,
                                                     stream, account, decision, rule, scan, policy,
                                                     register)
                            VALUES ((SELECT coalesce(max(intent), 0) + 1 FROM interaction),
                                    ?, ?, 'gateway', 'messages', false, false, 'unknown', ?, ?,
                                    'complete', 'sha256:0', 0)
                            """)
                    .param(decision + "-" + i)
                    .param(Database.timestamp(NOON.plusSeconds(i + 1)))
                    .param(decision)
                    .param(decision.equals("blocked") ? "no-secrets" : null)
                    .update();
        }
    }

    @Test
    void followsFromThePolicyAndTheClockAlone() {
        assertThat(states()).containsExactly(ReviewPeriod.State.RUNNING);
        after(Duration.ofDays(9));
        assertThat(states()).containsExactly(ReviewPeriod.State.RUNNING, ReviewPeriod.State.DUE);
        after(Duration.ofDays(17));
        assertThat(states())
                .containsExactly(
                        ReviewPeriod.State.RUNNING,
                        ReviewPeriod.State.DUE,
                        ReviewPeriod.State.MISSED);
    }

    @Test
    void staysLateForEver() {
        after(Duration.ofDays(17));
        ReviewPeriod first = reviews.periods().getLast();
        reviews.conclude(first.from(), NOTHING, site.grace());
        assertThat(states().getLast()).isEqualTo(ReviewPeriod.State.LATE);
        after(Duration.ofDays(400));
        assertThat(states().getLast()).isEqualTo(ReviewPeriod.State.LATE);
    }

    @Test
    void drawsTheSameSampleAgainAndRecordsItsDigest() throws IOException {
        recorded(30, "blocked");
        recorded(50, "allowed");
        after(Duration.ofDays(9));
        Instant from = reviews.periods().getLast().from();
        LogReviews.Prepared prepared = reviews.prepare(from, site.grace());
        assertThat(prepared.figures().all()).isEqualTo(80);
        assertThat(prepared.figures().rules()).containsEntry("no-secrets", 30L);
        assertThat(prepared.sample())
                .hasSizeBetween(15, 33)
                .doesNotHaveDuplicates()
                .isEqualTo(reviews.prepare(from, site.lena()).sample());

        LogReview review = reviews.conclude(from, NOTHING, site.grace());
        assertThat(review.sample()).isEqualTo(prepared.sample());
        assertThat(review.requests()).isEqualTo(80);
        assertThat(workspace.changes("log-review.concluded").getFirst().details())
                .containsEntry("requests", "80")
                .containsEntry("followed", "false")
                .doesNotContainValue("Nothing remarkable");
        assertThat(states().getLast()).isEqualTo(ReviewPeriod.State.REVIEWED);
    }

    @Test
    void isConcludedOnceAfterItsEndAndByAName() {
        Instant from = reviews.periods().getLast().from();
        refused(() -> reviews.conclude(from, NOTHING, site.grace()), "It is not over before");
        after(Duration.ofDays(9));
        refused(() -> reviews.conclude(from, NOTHING, Actor.ADMIN_TOKEN), "nobody's name");
        refused(
                () ->
                        reviews.conclude(
                                from, new LogReviews.Conclusion("all", " ", false), site.grace()),
                "findings has 1 to");
        reviews.conclude(from, NOTHING, site.grace());
        refused(() -> reviews.conclude(from, NOTHING, site.lena()), "It was reviewed already");
        refused(
                () -> reviews.conclude(from.plusSeconds(1), NOTHING, site.lena()),
                "no such period");
    }

    private static void refused(Runnable work, String words) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(work::run)
                .withMessageContaining(words);
    }
}
