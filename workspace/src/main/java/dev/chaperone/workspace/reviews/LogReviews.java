// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.reviews;

import dev.chaperone.policy.Programme;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.activity.Figures;
import dev.chaperone.workspace.activity.Samples;
import dev.chaperone.workspace.policies.Cycle;
import dev.chaperone.workspace.policies.Policies;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Reviews of the record. Which periods there are follows from the policies that were in force: one
/// begins where the one before ended, and lasts as long as the policy of its first day said. A
/// period that nobody reviewed in time stays one that nobody reviewed in time.
public final class LogReviews {
    private static final int LONGEST_TEXT = 4_000;

    private final LogReviewStore store;
    private final Samples samples;
    private final Database database;
    private final Journal journal;
    private final Cycle cycle;
    private final Clock clock;

    public LogReviews(Database database, Journal journal, Policies policies, Clock clock) {
        this.store = new LogReviewStore(database);
        this.samples = new Samples(database);
        this.database = database;
        this.journal = journal;
        this.cycle = new Cycle(policies, Programme.Monitoring::logReview);
        this.clock = clock;
    }

    /// What a reviewer looks at.
    ///
    /// @param sample ids of requests
    public record Prepared(ReviewPeriod period, Figures figures, List<String> sample) {}

    /// What a reviewer concludes.
    ///
    /// @param scope what was looked at, beside the sample
    /// @param findings what was found; also that nothing was
    /// @param followed whether something follows from it
    public record Conclusion(String scope, String findings, boolean followed) {}

    /// All periods up to now, the newest first; the first of them runs.
    public List<ReviewPeriod> periods() {
        Map<Instant, LogReview> reviews = store.all();
        return cycle.turns(clock.instant()).stream()
                .map(turn ->
                        new ReviewPeriod(
                                turn.from(),
                                turn.to(),
                                turn.every().after(turn.to(), turn.zone()),
                                reviews.get(turn.from())))
                .toList()
                .reversed();
    }

    /// Draws what is to be looked at. That somebody looks is recorded.
    public Prepared prepare(Instant from, Actor reader) {
        ReviewPeriod period = existing(from);
        LogReview review = period.review();
        journal.record(
                reader,
                "log-review.opened",
                from.toString(),
                Map.of("until", period.to().toString()));
        return new Prepared(
                period,
                samples.figures(from, period.to()),
                review == null ? sample(period) : review.sample());
    }

    private List<String> sample(ReviewPeriod period) {
        return samples.draw(period.from(), period.to(), period.from().toString());
    }

    /// Concludes a review.
    ///
    /// @throws RejectedException while the period runs, when it was reviewed, and by nobody's name
    public LogReview conclude(Instant from, Conclusion conclusion, Actor by) {
        if (by.equals(Actor.ADMIN_TOKEN)) {
            throw RejectedException.conflict(
                    "The administrator token is nobody's name, and a review has a reviewer.");
        }
        Text.checkLines("scope", conclusion.scope(), LONGEST_TEXT);
        Text.checkLines("findings", conclusion.findings(), LONGEST_TEXT);
        ReviewPeriod period = existing(from);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (now.isBefore(period.to())) {
            throw RejectedException.conflict("It is not over before " + period.to() + ".");
        }
        List<String> sample = sample(period);
        long requests = samples.figures(from, period.to()).all();
        return database.inTransaction(() -> {
            long entry =
                    journal.record(
                            by,
                            "log-review.concluded",
                            from.toString(),
                            Map.of(
                                    "until", period.to().toString(),
                                    "requests", Long.toString(requests),
                                    "sample", Digest.of(String.join(" ", sample)).toString(),
                                    "sampled", Integer.toString(sample.size()),
                                    "followed", Boolean.toString(conclusion.followed())));
            LogReview review =
                    new LogReview(
                            by.value(),
                            now,
                            conclusion.scope().strip(),
                            conclusion.findings().strip(),
                            conclusion.followed(),
                            sample,
                            requests,
                            entry);
            if (!store.insert(period, review)) {
                throw RejectedException.conflict("It was reviewed already.");
            }
            return review;
        });
    }

    private ReviewPeriod existing(Instant from) {
        return periods().stream()
                .filter(each -> each.from().equals(from))
                .findFirst()
                .orElseThrow(() -> RejectedException.unknown("period"));
    }
}
