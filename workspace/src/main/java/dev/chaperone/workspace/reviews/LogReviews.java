// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.reviews;

import dev.chaperone.policy.Interval;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.activity.Figures;
import dev.chaperone.workspace.activity.Samples;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Reviews of the record. Which periods there are follows from the policies that were in force: one
/// begins where the one before ended, and lasts as long as the policy of its first day said. A
/// period that nobody reviewed in time stays one that nobody reviewed in time.
public final class LogReviews {
    private static final int LONGEST_TEXT = 4_000;
    private static final int MOST_PERIODS = 5_000;

    private final LogReviewStore store;
    private final Samples samples;
    private final Database database;
    private final Journal journal;
    private final Policies policies;
    private final Clock clock;
    private final Map<Digest, Terms> terms = new ConcurrentHashMap<>();

    public LogReviews(Database database, Journal journal, Policies policies, Clock clock) {
        this.store = new LogReviewStore(database);
        this.samples = new Samples(database);
        this.database = database;
        this.journal = journal;
        this.policies = policies;
        this.clock = clock;
    }

    /// How often a policy wants the record reviewed.
    private record Terms(Interval every, ZoneId zone) {
        static Terms of(PolicySnapshot policy) {
            return new Terms(
                    policy.policy().programme().monitoring().logReview(),
                    policy.policy().heading().zone());
        }
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
        List<PolicyVersion> versions =
                Page.all(policies::list).stream()
                        .sorted(Comparator.comparingInt(PolicyVersion::version))
                        .toList();
        Map<Instant, LogReview> reviews = store.all();
        List<ReviewPeriod> periods = new ArrayList<>();
        Instant now = clock.instant();
        Instant from = versions.getFirst().publishedAt().truncatedTo(ChronoUnit.SECONDS);
        while (!from.isAfter(now) && periods.size() < MOST_PERIODS) {
            Terms then = terms(inForce(versions, from));
            Instant to = then.every().after(from, then.zone());
            periods.add(
                    new ReviewPeriod(
                            from, to, then.every().after(to, then.zone()), reviews.get(from)));
            from = to;
        }
        return periods.reversed();
    }

    private static PolicyVersion inForce(List<PolicyVersion> versions, Instant at) {
        PolicyVersion found = versions.getFirst();
        for (PolicyVersion version : versions) {
            if (!version.publishedAt().isAfter(at)) {
                found = version;
            }
        }
        return found;
    }

    private Terms terms(PolicyVersion version) {
        return terms.computeIfAbsent(
                version.hash(),
                hash ->
                        policies.snapshot(hash)
                                .map(Terms::of)
                                // A policy that this version can not read any more: as it is now.
                                .orElseGet(() -> Terms.of(policies.inForce().policy())));
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
