// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.activity.Agreement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// What the start page says of the database's rows: whether they are what the ledger says.
///
/// @param checked how far was looked
/// @param found what differs; empty when nothing is known to
record RowsView(Mark mark, String checked, String found) {
    static RowsView of(Agreement agreement, Instant now) {
        return new RowsView(mark(agreement.state(now)), checked(agreement, now), found(agreement));
    }

    private static Mark mark(Agreement.State state) {
        return switch (state) {
            case NOT_CHECKED -> new Mark("", "question", "Not checked yet");
            case AGREES -> new Mark("allowed", "check", "Rows agree with the ledger");
            case DIFFERS -> new Mark("blocked", "warn", "Rows differ from the ledger");
        };
    }

    private static String checked(Agreement agreement, Instant now) {
        String far =
                Words.number(agreement.position())
                        + " of "
                        + Words.count(agreement.size(), "entry", "entries")
                        + " compared";
        String gaps =
                agreement.unreadable() == 0
                        ? ""
                        : "; " + Words.number(agreement.unreadable()) + " could not be read";
        Instant whole = agreement.whole();
        return far
                + gaps
                + (whole == null
                        ? "; no whole check yet"
                        : "; last whole check " + Moment.of(whole, now).human() + " UTC");
    }

    /// In words, without what the rows say.
    static String found(Agreement agreement) {
        List<String> found = new ArrayList<>();
        add(found, agreement.missing(), "row is missing", "rows are missing");
        add(found, agreement.foreign(), "row comes from no entry", "rows come from no entry");
        add(found, agreement.altered(), "row was changed", "rows were changed");
        add(
                found,
                agreement.choices(),
                "choice of the filters or look at somebody is wrong",
                "choices or looks are wrong");
        add(found, agreement.hours(), "hour is wrong", "hours are wrong");
        if (found.isEmpty()) {
            return "";
        }
        String entries =
                agreement.examples().stream()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", "));
        return (agreement.more() ? "at least " : "")
                + String.join(", ", found)
                + (entries.isEmpty() ? "" : " (entries " + entries + ")");
    }

    private static void add(List<String> found, int number, String one, String many) {
        if (number > 0) {
            found.add(Words.count(number, one, many));
        }
    }
}
