// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.sources.Overview;

/// The ways in on the start page: how many were heard of how many.
///
/// @param found how many findings there are, in words; empty when there is none
record SourcesFigure(Mark mark, String heard, String found, Moment asOf) {
    static SourcesFigure of(Overview overview) {
        long expected = overview.expected();
        long heard = overview.heard();
        int findings = overview.findings().size();
        return new SourcesFigure(
                mark(expected, heard),
                expected == 0
                        ? "Nobody reports by hooks, proxy or telemetry, and nobody is expected to."
                        : Words.number(heard)
                                + " of "
                                + Words.count(expected, "sender", "senders")
                                + " heard from within the interval.",
                findings == 0 ? "" : Words.count(findings, "finding", "findings"),
                Moment.of(overview.asOf(), overview.asOf()));
    }

    private static Mark mark(long expected, long heard) {
        if (expected == 0) {
            return new Mark("", "question", "No data");
        }
        return heard == expected
                ? new Mark("allowed", "check", "All heard")
                : new Mark("warned", "warn", "Some are silent");
    }
}
