// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.documents.Block;
import dev.chaperone.documents.Document;
import dev.chaperone.documents.Field;
import dev.chaperone.documents.Inline;
import dev.chaperone.documents.Section;
import dev.chaperone.documents.Text;
import dev.chaperone.exports.CsvCells;
import dev.chaperone.workspace.accessreviews.AccessReview;
import dev.chaperone.workspace.accessreviews.ReviewRow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// What an auditor takes away of a review: a document, and all rows for a spreadsheet.
final class AccessReviewReport {
    private static final List<String> COLUMNS =
            List.of(
                    "number",
                    "person",
                    "name",
                    "present",
                    "tool",
                    "plan",
                    "kind",
                    "list",
                    "account",
                    "account_plan",
                    "account_last_activity",
                    "grant",
                    "classes",
                    "held_from",
                    "held_until",
                    "last_use",
                    "requests",
                    "blocked",
                    "personal",
                    "delegate",
                    "decision",
                    "follow_up",
                    "reason",
                    "decided_by",
                    "decided_at",
                    "decided_together",
                    "gone_source",
                    "gone_read",
                    "gone_by");

    private AccessReviewReport() {}

    /// All rows (RFC 4180).
    static byte[] csv(List<ReviewRow> rows, Directory.Names names) {
        String text =
                line(COLUMNS)
                        + rows.stream()
                                .map(row -> line(cells(row, names)))
                                .collect(Collectors.joining());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String line(List<String> cells) {
        return cells.stream().map(CsvCells::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    private static List<String> cells(ReviewRow row, Directory.Names names) {
        ReviewRow.Held held = row.held();
        ReviewRow.Listed seat = row.seat();
        ReviewRow.Verdict verdict = row.verdict();
        ReviewRow.Gone gone = row.gone();
        return List.of(
                Integer.toString(row.number()),
                row.person().value(),
                names.shown(row.person()),
                row.present() ? "yes" : "no",
                row.tool().value(),
                row.plan().value(),
                row.kind().written(),
                seat == null ? "" : seat.source().value(),
                seat == null ? "" : seat.account(),
                seat == null || seat.plan() == null ? "" : seat.plan(),
                seat == null || seat.lastActivity() == null ? "" : seat.lastActivity().toString(),
                held == null ? "" : held.grant(),
                held == null ? "" : AccessReviewView.classes(held.classes()),
                held == null ? "" : held.from().toString(),
                held == null ? "" : held.until().toString(),
                row.use().last() == null ? "" : row.use().last().toString(),
                Long.toString(row.use().requests()),
                Long.toString(row.use().blocked()),
                Long.toString(row.use().personal()),
                row.delegation() == null ? "" : row.delegation().to().value(),
                verdict == null ? "" : verdict.decision().written(),
                row.followUp().name().toLowerCase(Locale.ROOT),
                verdict == null ? "" : verdict.reason(),
                verdict == null ? "" : verdict.by().value(),
                verdict == null ? "" : verdict.at().toString(),
                verdict == null ? "" : Integer.toString(verdict.together()),
                gone == null ? "" : gone.source(),
                gone == null ? "" : gone.readAt().toString(),
                gone == null ? "" : gone.by());
    }

    /// The review as a document.
    static Document document(
            AccessReview review,
            List<ReviewRow> rows,
            AccessReviewView view,
            String organization,
            Instant now) {
        AccessReview.Opened opened = review.opened();
        AccessReview.Completion completion = opened == null ? null : opened.completion();
        List<List<Text>> table =
                view.rows().stream()
                        .map(row ->
                                row(
                                        Integer.toString(row.number()),
                                        row.person(),
                                        row.what() + "; " + row.held(),
                                        row.use()
                                                + (row.flags().isEmpty()
                                                        ? ""
                                                        : "; " + String.join(", ", row.flags())),
                                        row.decision().text(),
                                        row.why()))
                        .toList();
        return new Document(
                "Review of access to AI coding assistants",
                "en",
                now,
                List.of(
                        Field.of("Organization", organization),
                        Field.of("Period", review.from() + " to " + review.to()),
                        Field.of("Due", review.due().toString()),
                        Field.of("State", view.state().text() + ", as of " + now),
                        Field.of(
                                "Opened",
                                opened == null ? "not opened" : opened.at() + " by " + opened.by()),
                        new Field(
                                "Population (SHA-256)", Text.of(new Inline.Code(view.snapshot()))),
                        Field.of(
                                "Completeness",
                                view.completeness() + " " + String.join(" ", view.lists())),
                        Field.of("Pace", view.pace()),
                        Field.of(
                                "Completed",
                                completion == null
                                        ? "not complete"
                                        : completion.at() + " by " + completion.by())),
                List.of(
                        new Section(
                                "conclusion",
                                "Conclusion",
                                List.of(
                                        Block.Paragraph.of(
                                                completion == null
                                                        ? "There is none yet."
                                                        : completion.statement()))),
                        new Section(
                                "rows",
                                "What was reviewed",
                                rows.isEmpty()
                                        ? List.of(Block.Paragraph.of("Nobody held anything."))
                                        : List.of(
                                                new Block.Table(
                                                        row(
                                                                "No.",
                                                                "Person",
                                                                "What",
                                                                "Use in the period",
                                                                "Decision",
                                                                "By, why"),
                                                        table)))));
    }

    private static List<Text> row(String... cells) {
        return Arrays.stream(cells).map(Text::of).toList();
    }
}
