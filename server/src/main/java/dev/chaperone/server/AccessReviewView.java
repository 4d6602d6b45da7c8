// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
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
        List<Row> rows) {
    AccessReviewView {
        rows = List.copyOf(rows);
    }

    /// One access.
    ///
    /// @param flags what a reviewer should look at
    /// @param choosable whether the reader may decide it: it is not about them, and not revoked
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
            boolean choosable,
            boolean decided,
            boolean pending) {
        Row {
            flags = List.copyOf(flags);
        }
    }

    static AccessReviewView of(
            AccessReview review,
            List<ReviewRow> rows,
            Directory.Names names,
            SignedIn caller,
            Instant now) {
        AccessReview.Opened opened = review.opened();
        AccessReview.Completion completion = opened == null ? null : opened.completion();
        boolean may = caller.may(Permission.MANAGE_ACCESS) && caller.person() != null;
        long decided = rows.stream().filter(row -> row.verdict() != null).count();
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
                opened == null ? "" : Words.number(decided) + " of " + Words.number(rows.size()),
                pace(rows),
                completion == null ? null : completion.statement(),
                may && opened == null && !now.isBefore(review.to()),
                may && opened != null && completion == null,
                rows.stream().map(row -> row(row, names, caller)).toList());
    }

    /// People whose names are shown.
    static Set<PersonId> people(List<ReviewRow> rows) {
        Set<PersonId> people = new HashSet<>();
        rows.forEach(row -> {
            people.add(row.person());
            if (row.verdict() != null) {
                people.add(row.verdict().by());
            }
        });
        return people;
    }

    /// Many at once is no fault, but whoever audits should see it.
    private static String pace(List<ReviewRow> rows) {
        long clicks =
                rows.stream()
                        .filter(row -> row.verdict() != null)
                        .map(row -> row.verdict() == null ? null : row.verdict().at())
                        .distinct()
                        .count();
        int most =
                rows.stream()
                        .filter(row -> row.verdict() != null)
                        .mapToInt(row -> row.verdict() == null ? 0 : row.verdict().together())
                        .max()
                        .orElse(0);
        return clicks == 0
                ? ""
                : "Decided in %s, at most %s at once."
                        .formatted(
                                Words.count(clicks, "step", "steps"),
                                Words.count(most, "row", "rows"));
    }

    private static Row row(ReviewRow row, Directory.Names names, SignedIn caller) {
        ReviewRow.Held held = row.held();
        ReviewRow.Verdict verdict = row.verdict();
        return new Row(
                row.number(),
                names.shown(row.person()),
                AccessView.what(row.tool(), row.plan().value()),
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
                !row.person().equals(caller.person())
                        && (verdict == null || verdict.decision() != ReviewRow.Decision.REVOKE),
                verdict != null,
                row.isPending());
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
            flags.add("used without a grant");
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
            case MODIFY -> new Mark("warned", "warn", "To be changed");
            case REVOKE ->
                    row.isPending()
                            ? new Mark("warned", "warn", "Revoked, account not shown to be gone")
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
