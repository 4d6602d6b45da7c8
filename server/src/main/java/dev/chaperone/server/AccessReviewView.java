// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.accessreviews.AccessReview;
import dev.chaperone.workspace.accessreviews.ReviewRow;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The review of one period, on the list and on its own page.
///
/// @param completeness what was put together to be reviewed, in a sentence; empty before it is
///   opened
/// @param progress how many rows are decided, of how many
/// @param pace how the decisions were made, in a sentence
/// @param opening whether the reader may begin it now
/// @param deciding whether the reader may decide now
/// @param lists of vendors, each with its day, in sentences
/// @param next where the following rows begin; null at the end
record AccessReviewView(
        String from,
        Moment begins,
        Moment ends,
        Moment due,
        Mark state,
        String completeness,
        String snapshot,
        String progress,
        String pace,
        @Nullable String statement,
        boolean opening,
        boolean deciding,
        List<String> lists,
        List<Row> rows,
        @Nullable String next) {
    AccessReviewView {
        lists = List.copyOf(lists);
        rows = List.copyOf(rows);
    }

    /// One access.
    ///
    /// @param flags what a reviewer should look at
    /// @param choosable whether the reader may decide it: it is not about them, and not revoked
    /// @param delegate who alone decides it; empty when whoever may
    /// @param pending whether somebody still has to show that it is gone
    record Row(
            int number,
            String person,
            String what,
            String held,
            String use,
            List<String> flags,
            Mark decision,
            String why,
            String delegate,
            boolean choosable,
            boolean decided,
            boolean pending) {
        Row {
            flags = List.copyOf(flags);
        }
    }

    /// What a page shows of a review.
    ///
    /// @param rows some of them
    /// @param next where the following begin; null at the end
    record Found(
            List<ReviewRow> rows,
            @Nullable String next,
            AccessReview.Progress progress,
            List<AccessReview.Covered> lists) {
        /// Of the list of reviews.
        static final Found NOTHING =
                new Found(List.of(), null, new AccessReview.Progress(0, 0, 0, 0, 0, 0), List.of());

        Found {
            rows = List.copyOf(rows);
            lists = List.copyOf(lists);
        }
    }

    static AccessReviewView of(
            AccessReview review, Found found, Directory.Names names, SignedIn caller, Instant now) {
        AccessReview.Opened opened = review.opened();
        AccessReview.Completion completion = opened == null ? null : opened.completion();
        boolean may = caller.may(Permission.MANAGE_ACCESS) && caller.person() != null;
        return new AccessReviewView(
                review.from().toString(),
                Moment.of(review.from(), now),
                Moment.of(review.to(), now),
                Moment.of(review.due(), now),
                mark(review.state(now)),
                opened == null
                        ? ""
                        : "%s from %s people active on that day; %s of them had nothing to review."
                                .formatted(
                                        Words.count(opened.rows(), "row", "rows"),
                                        Words.number(opened.people()),
                                        Words.number(opened.without())),
                opened == null ? "" : opened.snapshot().toString(),
                opened == null
                        ? ""
                        : Words.number(found.progress().decided())
                                + " of "
                                + Words.number(found.progress().rows()),
                pace(found.progress()),
                completion == null ? null : completion.statement(),
                may && opened == null && !now.isBefore(review.to()),
                may && opened != null && completion == null,
                found.lists().stream().map(AccessReviewView::list).toList(),
                found.rows().stream().map(row -> row(row, names, caller)).toList(),
                found.next());
    }

    private static String list(AccessReview.Covered each) {
        String tool = AccessView.toolName(each.tool());
        if (each.source().isEmpty() || each.asOf() == null) {
            return tool + ": no list of its accounts was ever read, so nobody knows who has one.";
        }
        return "%s: list %s, read %s, %s%s."
                .formatted(
                        tool,
                        each.source(),
                        Moment.words(each.asOf()),
                        Words.count(each.accounts(), "account", "accounts"),
                        each.unresolved() == 0
                                ? ""
                                : "; of "
                                        + Words.number(each.unresolved())
                                        + " nobody knew whose they are, so they are not below");
    }

    /// People whose names are shown.
    static Set<PersonId> people(List<ReviewRow> rows) {
        Set<PersonId> people = new HashSet<>();
        rows.forEach(row -> {
            people.add(row.person());
            if (row.delegation() != null) {
                people.add(row.delegation().to());
            }
            if (row.verdict() != null) {
                people.add(row.verdict().by());
            }
        });
        return people;
    }

    /// Many at once is no fault, but whoever audits should see it.
    private static String pace(AccessReview.Progress progress) {
        return progress.steps() == 0
                ? ""
                : "Decided in %s, at most %s at once."
                        .formatted(
                                Words.count(progress.steps(), "step", "steps"),
                                Words.count(progress.most(), "row", "rows"));
    }

    private static Row row(ReviewRow row, Directory.Names names, SignedIn caller) {
        ReviewRow.Held held = row.held();
        ReviewRow.Verdict verdict = row.verdict();
        return new Row(
                row.number(),
                names.shown(row.person()),
                what(row),
                held == null
                        ? "no grant"
                        : AccessView.where(held.classes())
                                + ", until "
                                + Moment.words(held.until()),
                use(row.use()),
                flags(row),
                decision(row),
                verdict == null
                        ? ""
                        : names.shown(verdict.by())
                                + (verdict.reason().isEmpty() ? "" : ": " + verdict.reason()),
                row.delegation() == null ? "" : names.shown(row.delegation().to()),
                !row.person().equals(caller.person())
                        && (row.delegation() == null
                                || row.delegation().to().equals(caller.person()))
                        && (verdict == null || verdict.decision() != ReviewRow.Decision.REVOKE),
                verdict != null,
                row.isPending() && !row.told());
    }

    private static String what(ReviewRow row) {
        ReviewRow.Listed seat = row.seat();
        return AccessView.what(row.tool(), row.plan().value())
                + (row.kind() == AccessKind.SEAT ? "" : ", " + row.kind().words())
                + (seat == null
                        ? ""
                        : ": %s on the list %s, last activity %s"
                                .formatted(
                                        seat.account(),
                                        seat.source(),
                                        seat.lastActivity() == null
                                                ? Words.UNKNOWN
                                                : Moment.words(seat.lastActivity())));
    }

    private static String use(ReviewRow.Use use) {
        return use.last() == null
                ? "not used in the period"
                : "%s, last %s"
                        .formatted(
                                Words.count(use.requests(), "request", "requests"),
                                Moment.words(use.last()));
    }

    private static List<String> flags(ReviewRow row) {
        List<String> flags = new ArrayList<>();
        if (!row.present()) {
            flags.add("has left");
        }
        if (row.held() == null) {
            flags.add(
                    row.use().last() == null ? "account without a grant" : "used without a grant");
        } else if (row.use().last() == null) {
            flags.add("not used");
        }
        if (row.use().blocked() > 0) {
            flags.add(Words.number(row.use().blocked()) + " blocked");
        }
        if (row.use().personal() > 0) {
            flags.add(Words.number(row.use().personal()) + " with a personal account");
        }
        return flags;
    }

    private static Mark decision(ReviewRow row) {
        ReviewRow.Verdict verdict = row.verdict();
        if (verdict == null) {
            return new Mark("warned", "question", "Not decided");
        }
        return switch (verdict.decision()) {
            case KEEP -> new Mark("allowed", "check", "Keep");
            case MODIFY ->
                    row.followUp() == ReviewRow.FollowUp.DONE
                            ? new Mark("allowed", "check", "Changed")
                            : new Mark("warned", "warn", "To be changed, and not yet");
            case REVOKE ->
                    row.isPending()
                            ? new Mark(
                                    "warned",
                                    "warn",
                                    row.told()
                                            ? "Revoked, waits for a list without it"
                                            : "Revoked, account not shown to be gone")
                            : new Mark("blocked", "block", "Revoked, and gone");
        };
    }

    private static Mark mark(AccessReview.State state) {
        return switch (state) {
            case RUNNING -> new Mark("", "question", "Runs");
            case DUE -> new Mark("warned", "warn", "To be reviewed");
            case IN_PROGRESS -> new Mark("warned", "warn", "Being reviewed");
            case MISSED -> new Mark("blocked", "block", "Missed");
            case COMPLETED -> new Mark("allowed", "check", "Reviewed in time");
            case LATE -> new Mark("warned", "check", "Reviewed too late");
        };
    }

    static String classes(Set<String> classes) {
        return String.join(" ", new TreeSet<>(classes));
    }
}
