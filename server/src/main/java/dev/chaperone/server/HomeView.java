// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.workspace.activity.Projection;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The start page: who used what, when, at a glance.
///
/// @param everybody whether the reader sees everybody's requests; else only their own
/// @param empty nothing was ever recorded, so the page teaches the first steps
/// @param blockedHidden whether they are not shown because the ledger can not record who reads them
/// @param canary that one was found, for those who see everybody's requests; null when none was
/// @param recorded how many requests the list of blocked ones was picked from
record HomeView(
        String organization,
        boolean everybody,
        boolean empty,
        Rights rights,
        Day day,
        List<ActivityRow> blocked,
        boolean blockedHidden,
        @Nullable String canary,
        String recorded,
        LedgerFigures ledger,
        RowsView rows,
        Policy policy,
        Setup setup) {

    /// What the page may offer to this reader.
    record Rights(
            boolean activity, boolean tokens, boolean policy, boolean check, boolean rebuild) {}

    /// The requests of 24 hours.
    ///
    /// @param charts the same picture for a wide and a narrow screen
    record Day(long total, List<Part> parts, List<HourChart> charts, Moment asOf) {
        static Day of(List<HourChart.Hour> hours, Instant now) {
            long total = hours.stream().mapToLong(HourChart.Hour::total).sum();
            List<Part> parts = new ArrayList<>();
            for (Effect effect : Effect.values()) {
                long count =
                        hours.stream()
                                .mapToLong(hour -> hour.counts().getOrDefault(effect, 0L))
                                .sum();
                // No policy of this version redacts, so that part is shown only where it happened.
                if (effect != Effect.REDACTED || count > 0) {
                    parts.add(
                            new Part(
                                    Mark.of(effect),
                                    Words.number(count),
                                    Words.share(count, total)));
                }
            }
            return new Day(
                    total,
                    parts,
                    List.of(
                            HourChart.of(hours, HourChart.WIDE),
                            HourChart.of(hours, HourChart.NARROW)),
                    Moment.of(now, now));
        }

        public String totalText() {
            return Words.number(total);
        }
    }

    /// One decision's part of all requests.
    record Part(Mark mark, String count, String share) {}

    /// The ledger's state.
    ///
    /// @param problem in the ledger's words; null while it writes
    /// @param projected how far the search has read it
    record LedgerFigures(
            Mark mark, @Nullable String problem, String entries, String projected, Moment asOf) {
        static LedgerFigures of(
                Ledger.State state, long size, Projection.Progress progress, Instant now) {
            String problem =
                    switch (state) {
                        case Ledger.State.Writing() -> null;
                        case Ledger.State.Full(var reason) -> reason;
                        case Ledger.State.Poisoned(var reason) -> reason;
                        case Ledger.State.Closed() -> "The server is stopping.";
                    };
            return new LedgerFigures(
                    Mark.of(state),
                    problem,
                    size == 0 ? "no entry yet" : Words.count(size, "entry", "entries"),
                    size == 0 ? "nothing to search" : searchable(size, progress),
                    Moment.of(now, now));
        }

        private static String searchable(long size, Projection.Progress progress) {
            long missing = progress.unknown() + progress.unreadable() + progress.behind();
            return missing == 0
                    ? "all of them"
                    : Words.number(Math.max(0, size - missing)) + " of " + Words.number(size);
        }
    }

    /// The policy in force, as a pointer to its page.
    record Policy(String effective, String hash, String owner) {
        private static final int SHORT = "sha256:".length() + 12;

        static Policy of(PolicySnapshot policy) {
            return new Policy(
                    Moment.day(policy.effective()), policy.hash().toString(), policy.owner());
        }

        public String shortHash() {
            return hash.substring(0, SHORT) + "…";
        }
    }

    /// Where things are and how to begin.
    ///
    /// @param upstreams names of the model APIs that are set up
    record Setup(String gateway, List<String> upstreams, String configFile, String dataOption) {
        Setup {
            upstreams = List.copyOf(upstreams);
        }

        public String upstreamText() {
            return upstreams.isEmpty()
                    ? "none set up: every request is refused"
                    : String.join(", ", upstreams);
        }

        public String upstreamExample() {
            return """
            upstreams:
              - name: anthropic
                kind: anthropic
                base-url: https://api.anthropic.com
                credential: {env: ANTHROPIC_API_KEY}
                plan: api\
            """;
        }

        public String tokenCommand() {
            return CommandLines.addPerson(dataOption) + "\n" + CommandLines.makeToken(dataOption);
        }

        public String curl() {
            return CommandLines.curl(gateway, "chp_…");
        }
    }
}
