// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.seats.SeatReading;
import dev.chaperone.workspace.seats.SeatReadings;
import dev.chaperone.workspace.seats.SeatSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a review is about: people, what they were granted, what they used, and the accounts that
/// vendors' lists show of them, with the lists that tell and those that are missing.
final class Population {
    private final PopulationStore store;
    private final SeatReadings readings;

    Population(PopulationStore store, SeatReadings readings) {
        this.store = store;
        this.readings = readings;
    }

    /// As it was when the review was opened.
    ///
    /// @param people active then
    record Frozen(
            List<ReviewRow> rows, List<AccessReview.Covered> lists, Digest digest, int people) {
        Frozen {
            rows = List.copyOf(rows);
            lists = List.copyOf(lists);
        }

        /// Active people without anything to review.
        int without() {
            return people
                    - (int)
                            rows.stream()
                                    .filter(ReviewRow::present)
                                    .map(ReviewRow::person)
                                    .distinct()
                                    .count();
        }
    }

    Frozen freeze(Instant from, Instant to, Instant now) {
        List<ReviewRow> rows = store.of(from, to, now);
        List<AccessReview.Covered> lists = lists(rows);
        return new Frozen(rows, lists, digest(rows, lists), store.people());
    }

    /// SHA-256 of all rows, then of the lists, a line each.
    static Digest digest(List<ReviewRow> rows, List<AccessReview.Covered> lists) {
        return Digest.of(
                Stream.concat(
                                rows.stream().map(ReviewRow::frozen),
                                lists.stream().map(AccessReview.Covered::frozen))
                        .collect(Collectors.joining("\n")));
    }

    /// All lists, and each tool that people hold accounts of though no list of it was ever read.
    private List<AccessReview.Covered> lists(List<ReviewRow> rows) {
        List<AccessReview.Covered> lists = new ArrayList<>();
        Set<ToolId> told = new HashSet<>();
        for (SeatSource each : readings.sources()) {
            SeatReading newest = each.newest();
            told.add(each.tool());
            lists.add(
                    new AccessReview.Covered(
                            each.tool(),
                            each.source() == null ? "" : each.source().value(),
                            newest == null ? null : newest.asOf(),
                            each.accounts(),
                            each.unresolved()));
        }
        for (ReviewRow row : rows) {
            if (row.seatNeeded() && told.add(row.tool())) {
                lists.add(new AccessReview.Covered(row.tool(), "", null, 0, 0));
            }
        }
        lists.sort(
                Comparator.comparing(AccessReview.Covered::tool)
                        .thenComparing(AccessReview.Covered::source));
        return lists;
    }
}
