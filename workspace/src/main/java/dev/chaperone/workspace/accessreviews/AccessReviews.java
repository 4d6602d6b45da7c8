// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.policy.Interval;
import dev.chaperone.policy.Programme;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.policies.Cycle;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.seats.SeatReadings;
import dev.chaperone.workspace.seats.SeatTraces;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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
    private final ReviewRowStore rowStore;
    private final Population population;
    private final Cycle cycle;
    private final Grants grants;
    private final Aftermath aftermath;
    private final Delegations delegations;
    private final Database database;
    private final Journal journal;
    private final Clock clock;

    public AccessReviews(
            Database database,
            Journal journal,
            Policies policies,
            Grants grants,
            People people,
            SeatReadings readings,
            Clock clock) {
        this.store = new AccessReviewStore(database);
        this.rowStore = new ReviewRowStore(database);
        this.population = new Population(new PopulationStore(database), readings);
        this.cycle = new Cycle(policies, Programme.Monitoring::accessReview);
        this.grants = grants;
        this.aftermath = new Aftermath(new SeatTraces(database), grants);
        this.delegations = new Delegations(rowStore, people, policies.inForce());
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
        return aftermath.of(rowStore.rows(from), now());
    }

    /// A piece of it.
    public Page<ReviewRow> rows(Instant from, @Nullable String cursor, int limit) {
        long after = cursor == null || cursor.isEmpty() ? 0 : Page.before(cursor);
        Page<ReviewRow> page =
                Page.of(
                        rowStore.rows(from, after, Page.checkLimit(limit) + 1),
                        limit,
                        ReviewRow::number);
        return new Page<>(aftermath.of(page.items(), now()), page.next());
    }

    /// How far the reviewers have come.
    public AccessReview.Progress progress(Instant from) {
        return rowStore.progress(from);
    }

    /// Which lists of vendors it was put together from, and which tools have none.
    public List<AccessReview.Covered> covered(Instant from) {
        return store.covered(from);
    }

    /// What of a review is still to be done: rows that nobody decided, and revoked ones that nobody
    /// has shown to be gone.
    ///
    /// @param own rows about the one who asks, which somebody else decides
    public record Waiting(long others, long own) {}

    /// What waits in the review of a period, for one reviewer.
    public Waiting waiting(Instant from, PersonId reviewer) {
        Waiting undecided = rowStore.undecided(from, reviewer);
        List<ReviewRow> revoked = aftermath.of(rowStore.revoked(from), now());
        long pending = revoked.stream().filter(ReviewRow::isPending).count();
        long own =
                revoked.stream()
                        .filter(row -> row.isPending() && row.person().equals(reviewer))
                        .count();
        return new Waiting(undecided.others() + pending - own, undecided.own() + own);
    }

    /// Begins the review of a period that is over, and freezes what is to be reviewed.
    public AccessReview open(Instant from, PersonId by) {
        AccessReview review = existing(from);
        Instant now = now();
        if (now.isBefore(review.to())) {
            throw RejectedException.conflict("The period is not over before " + review.to() + ".");
        }
        return database.inTransaction(() -> {
            Population.Frozen frozen = population.freeze(from, review.to(), now);
            long entry =
                    journal.record(
                            Actor.of(by),
                            "access-review.opened",
                            from.toString(),
                            Map.of(
                                    "until", review.to().toString(),
                                    "rows", Integer.toString(frozen.rows().size()),
                                    "lists", Integer.toString(frozen.lists().size()),
                                    "snapshot", frozen.digest().toString(),
                                    "people", Integer.toString(frozen.people()),
                                    "without", Integer.toString(frozen.without())));
            AccessReview.Opened opened =
                    new AccessReview.Opened(
                            by.value(),
                            now,
                            frozen.digest(),
                            frozen.rows().size(),
                            frozen.people(),
                            frozen.without(),
                            entry,
                            null);
            if (!store.insert(from, opened)) {
                throw RejectedException.conflict("It is opened already.");
            }
            rowStore.insert(from, frozen.rows());
            frozen.lists().forEach(each -> store.insert(from, each));
            return existing(from);
        });
    }

    /// Lets somebody else decide rows: only they do then, until it is given to somebody else.
    ///
    /// @param delegate neither the person that a row is about nor somebody who may not review
    /// @param reason why somebody else knows better
    public void delegate(
            Instant from, Set<Integer> numbers, PersonId delegate, String reason, PersonId by) {
        Text.check("reason", reason.strip(), LONGEST);
        if (numbers.isEmpty()) {
            throw RejectedException.invalid("Choose at least one row.");
        }
        ReviewRow.Delegation delegation =
                new ReviewRow.Delegation(delegate, reason.strip(), by, now());
        database.inTransaction(() -> {
            running(from);
            delegations.check(delegate, now());
            for (int number : new TreeSet<>(numbers)) {
                delegations.give(from, number, delegation);
            }
            return journal.record(
                    Actor.of(by),
                    "access-review.delegated",
                    from.toString(),
                    Map.of("delegate", delegate.value(), "rows", listed(numbers)));
        });
    }

    private static String listed(Set<Integer> numbers) {
        return new TreeSet<>(numbers)
                .stream().limit(200).map(Object::toString).collect(Collectors.joining(" "));
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
                            listed(numbers),
                            "together",
                            Integer.toString(numbers.size())));
            return true;
        });
    }

    private void decide(Instant from, int number, ReviewRow.Verdict verdict) {
        ReviewRow row =
                rowStore.hold(from, number).orElseThrow(() -> RejectedException.unknown("row"));
        if (row.person().equals(verdict.by())) {
            throw RejectedException.conflict(
                    "Row " + number + " is about you, so somebody else decides it.");
        }
        Delegations.check(row, verdict.by());
        if (row.verdict() != null && row.verdict().decision() == ReviewRow.Decision.REVOKE) {
            throw RejectedException.conflict("Row " + number + " is revoked already.");
        }
        rowStore.decide(from, number, verdict);
        if (verdict.decision() == ReviewRow.Decision.REVOKE) {
            if (row.held() != null) {
                grants.revoke(
                        row.held().grant(), "access review: " + verdict.reason(), verdict.by());
            }
            if (!row.seatNeeded()) {
                rowStore.gone(
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
                    rowStore.hold(from, number).orElseThrow(() -> RejectedException.unknown("row"));
            ReviewRow.Verdict verdict = row.verdict();
            if (verdict == null || !row.isPending()) {
                throw RejectedException.conflict("Nothing is to be shown of row " + number + ".");
            }
            if (Aftermath.isTold(row, aftermath.evidence(List.of(row)))) {
                throw RejectedException.conflict(
                        "A list of the vendor tells it: row %d closes with a reading from after the decision that does not show it."
                                .formatted(number));
            }
            if (readAt.isBefore(verdict.at()) || readAt.isAfter(now())) {
                throw RejectedException.invalid(
                        "It shows that it is gone when it was read between the decision ("
                                + verdict.at()
                                + ") and now.");
            }
            rowStore.gone(
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
            AccessReview.Progress progress = rowStore.progress(from);
            long undecided = progress.rows() - progress.decided();
            List<ReviewRow> revoked = aftermath.of(rowStore.revoked(from), now());
            long pending = revoked.stream().filter(ReviewRow::isPending).count();
            if (undecided + pending > 0) {
                throw RejectedException.conflict(
                        "It is not complete: %d rows are not decided, and %d that were revoked are not shown to be gone."
                                .formatted(undecided, pending));
            }
            // What the lists said then stays, whatever they say later.
            for (ReviewRow row : revoked) {
                if (row.gone() != null) {
                    rowStore.gone(from, row.number(), row.gone());
                }
            }
            long entry =
                    journal.record(
                            Actor.of(by),
                            "access-review.completed",
                            from.toString(),
                            Map.of(
                                    "rows", Long.toString(progress.rows()),
                                    "revoked", Long.toString(progress.revoked()),
                                    "reviewers", Long.toString(progress.reviewers())));
            store.complete(
                    from, new AccessReview.Completion(by.value(), now(), statement.strip(), entry));
            return existing(from);
        });
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
