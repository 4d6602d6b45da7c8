// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.policy.Interval;
import dev.chaperone.policy.Programme;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.policies.Cycle;
import dev.chaperone.workspace.policies.Policies;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Reviews of who may use what. A review is opened when its period is over, and freezes what is to
/// be reviewed: every grant that is held, and every use without one. It is complete when each row
/// is decided by somebody whom it is not about, and everything that was revoked is shown to be
/// gone. A period that was not complete in time stays one that was not complete in time.
public final class AccessReviews {
    private static final int LONGEST = 2_000;
    private static final int SHORTEST_REASON = 5;
    private static final Interval TIME_TO_REVIEW = Interval.days(30);

    private final AccessReviewStore store;
    private final Cycle cycle;
    private final Grants grants;
    private final Database database;
    private final Journal journal;
    private final Clock clock;

    public AccessReviews(
            Database database, Journal journal, Policies policies, Grants grants, Clock clock) {
        this.store = new AccessReviewStore(database);
        this.cycle = new Cycle(policies, Programme.Monitoring::accessReview);
        this.grants = grants;
        this.database = database;
        this.journal = journal;
        this.clock = clock;
    }

    /// All periods up to now, the newest first; the first of them runs.
    public List<AccessReview> periods() {
        Map<Instant, AccessReview.Opened> opened = store.all();
        return cycle.turns(now()).stream()
                .map(turn -> {
                    Instant least = TIME_TO_REVIEW.after(turn.to(), turn.zone());
                    Instant most = turn.every().after(turn.to(), turn.zone());
                    return new AccessReview(
                            turn.from(),
                            turn.to(),
                            least.isBefore(most) ? least : most,
                            opened.get(turn.from()));
                })
                .toList()
                .reversed();
    }

    /// The review of the period that begins at a moment.
    public AccessReview existing(Instant from) {
        return periods().stream()
                .filter(each -> each.from().equals(from))
                .findFirst()
                .orElseThrow(() -> RejectedException.unknown("period"));
    }

    /// What is reviewed, in its order; nothing before the review is opened.
    public List<ReviewRow> rows(Instant from) {
        return store.rows(from);
    }

    /// What of a review is still to be done: rows that nobody decided, and revoked ones that nobody
    /// has shown to be gone.
    ///
    /// @param own rows about the one who asks, which somebody else decides
    public record Waiting(long others, long own) {}

    /// What waits in the review of a period, for one reviewer.
    public Waiting waiting(Instant from, PersonId reviewer) {
        return store.waiting(from, reviewer);
    }

    /// Begins the review of a period that is over, and freezes what is to be reviewed.
    public AccessReview open(Instant from, PersonId by) {
        AccessReview review = existing(from);
        Instant now = now();
        if (now.isBefore(review.to())) {
            throw RejectedException.conflict("The period is not over before " + review.to() + ".");
        }
        return database.inTransaction(() -> {
            List<ReviewRow> rows = store.population(from, review.to(), now);
            Digest snapshot =
                    Digest.of(
                            rows.stream().map(ReviewRow::frozen).collect(Collectors.joining("\n")));
            int people = store.people();
            int without =
                    people
                            - (int)
                                    rows.stream()
                                            .filter(ReviewRow::present)
                                            .map(ReviewRow::person)
                                            .distinct()
                                            .count();
            long entry =
                    journal.record(
                            Actor.of(by),
                            "access-review.opened",
                            from.toString(),
                            Map.of(
                                    "until", review.to().toString(),
                                    "rows", Integer.toString(rows.size()),
                                    "snapshot", snapshot.toString(),
                                    "people", Integer.toString(people),
                                    "without", Integer.toString(without)));
            AccessReview.Opened opened =
                    new AccessReview.Opened(
                            by.value(), now, snapshot, rows.size(), people, without, entry, null);
            if (!store.insert(from, opened, rows)) {
                throw RejectedException.conflict("It is opened already.");
            }
            return existing(from);
        });
    }

    /// Decides some rows at once. What is revoked ends at the gateway when the call returns; where
    /// an account at a vendor goes with it, it stays open until that is shown to be gone.
    ///
    /// @param reason of each decision but to keep
    public void decide(
            Instant from,
            Set<Integer> numbers,
            ReviewRow.Decision decision,
            String reason,
            PersonId by) {
        String why = reason.strip();
        if (decision != ReviewRow.Decision.KEEP && why.length() < SHORTEST_REASON) {
            throw RejectedException.invalid("Say why: everything but 'keep' has a reason.");
        }
        if (!why.isEmpty()) {
            Text.check("reason", why, LONGEST);
        }
        if (numbers.isEmpty()) {
            throw RejectedException.invalid("Choose at least one row.");
        }
        Instant now = now();
        database.inTransaction(() -> {
            running(from);
            for (int number : new TreeSet<>(numbers)) {
                decide(from, number, new ReviewRow.Verdict(decision, why, by, now, numbers.size()));
            }
            journal.record(
                    Actor.of(by),
                    "access-review.decided",
                    from.toString(),
                    Map.of(
                            "decision",
                            decision.written(),
                            "rows",
                            new TreeSet<>(numbers)
                                    .stream()
                                            .limit(200)
                                            .map(Object::toString)
                                            .collect(Collectors.joining(" ")),
                            "together",
                            Integer.toString(numbers.size())));
            return true;
        });
    }

    private void decide(Instant from, int number, ReviewRow.Verdict verdict) {
        ReviewRow row =
                store.hold(from, number).orElseThrow(() -> RejectedException.unknown("row"));
        if (row.person().equals(verdict.by())) {
            throw RejectedException.conflict(
                    "Row " + number + " is about you, so somebody else decides it.");
        }
        if (row.verdict() != null && row.verdict().decision() == ReviewRow.Decision.REVOKE) {
            throw RejectedException.conflict("Row " + number + " is revoked already.");
        }
        store.decide(from, number, verdict);
        if (verdict.decision() == ReviewRow.Decision.REVOKE) {
            if (row.held() != null) {
                grants.revoke(
                        row.held().grant(), "access review: " + verdict.reason(), verdict.by());
            }
            if (!row.seatNeeded()) {
                store.gone(
                        from,
                        number,
                        new ReviewRow.Gone(
                                "it ends at the gateway with the decision",
                                verdict.at(),
                                Actor.SYSTEM.value(),
                                verdict.at()));
            }
        }
    }

    /// Shows that an account of what was revoked is gone.
    ///
    /// @param readAt when the source was read: before the decision it proves nothing
    public void verify(Instant from, int number, String source, Instant readAt, PersonId by) {
        Text.check("source", source.strip(), LONGEST);
        database.inTransaction(() -> {
            running(from);
            ReviewRow row =
                    store.hold(from, number).orElseThrow(() -> RejectedException.unknown("row"));
            ReviewRow.Verdict verdict = row.verdict();
            if (verdict == null || !row.isPending()) {
                throw RejectedException.conflict("Nothing is to be shown of row " + number + ".");
            }
            if (readAt.isBefore(verdict.at()) || readAt.isAfter(now())) {
                throw RejectedException.invalid(
                        "It shows that it is gone when it was read between the decision ("
                                + verdict.at()
                                + ") and now.");
            }
            store.gone(
                    from,
                    number,
                    new ReviewRow.Gone(
                            source.strip(),
                            readAt.truncatedTo(ChronoUnit.MILLIS),
                            by.value(),
                            now()));
            return journal.record(
                    Actor.of(by),
                    "access-review.verified",
                    from.toString(),
                    Map.of("row", Integer.toString(number), "read", readAt.toString()));
        });
    }

    /// Ends a review.
    ///
    /// @throws RejectedException while a row is not decided or something revoked is not shown to be
    ///   gone: it says how many
    public AccessReview complete(Instant from, String statement, PersonId by) {
        Text.checkLines("statement", statement, LONGEST);
        return database.inTransaction(() -> {
            running(from);
            List<ReviewRow> rows = store.rows(from);
            long undecided = rows.stream().filter(row -> row.verdict() == null).count();
            long pending = rows.stream().filter(ReviewRow::isPending).count();
            if (undecided + pending > 0) {
                throw RejectedException.conflict(
                        "It is not complete: %d rows are not decided, and %d that were revoked are not shown to be gone."
                                .formatted(undecided, pending));
            }
            Set<PersonId> reviewers = new HashSet<>();
            rows.forEach(row -> {
                if (row.verdict() != null) {
                    reviewers.add(row.verdict().by());
                }
            });
            long entry =
                    journal.record(
                            Actor.of(by),
                            "access-review.completed",
                            from.toString(),
                            Map.of(
                                    "rows", Integer.toString(rows.size()),
                                    "revoked", Long.toString(count(rows)),
                                    "reviewers", Integer.toString(reviewers.size())));
            store.complete(
                    from, new AccessReview.Completion(by.value(), now(), statement.strip(), entry));
            return existing(from);
        });
    }

    private static long count(List<ReviewRow> rows) {
        return rows.stream()
                .filter(row ->
                        row.verdict() != null
                                && row.verdict().decision() == ReviewRow.Decision.REVOKE)
                .count();
    }

    private void running(Instant from) {
        AccessReview.Opened opened = existing(from).opened();
        if (opened == null) {
            throw RejectedException.conflict("Open the review first.");
        }
        if (opened.completion() != null) {
            throw RejectedException.conflict("It is complete: what was decided stays.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
