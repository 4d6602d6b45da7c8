// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.replays.ReplayRun;

import org.jspecify.annotations.Nullable;

/// The section of a proposal's page that tells what its text would have decided on recorded
/// traffic.
///
/// @param proposal id
/// @param offered whether the reader may ask for it: it reads everybody's requests
/// @param polled where the section is asked for again; empty when it does not change any more
/// @param again the page for those whose browser does not ask by itself
/// @param progress in words; empty when nothing is under way
/// @param percent of the requests that were read
/// @param problem why nothing has come of it; empty when nothing went wrong
/// @param result null until there is one
record ReplayView(
        String proposal,
        boolean offered,
        String polled,
        String again,
        String progress,
        int percent,
        String problem,
        @Nullable ReplayResultView result) {
    private static final int WHOLE = 100;

    /// Nothing was asked for.
    static ReplayView none(String proposal, SignedIn caller) {
        return of(proposal, caller, "", null);
    }

    /// What was asked for is not known any more.
    static ReplayView forgotten(String proposal, SignedIn caller) {
        return of(
                proposal,
                caller,
                "This replay is not kept any more: an hour after its end it is forgotten.",
                null);
    }

    private static ReplayView of(
            String proposal, SignedIn caller, String problem, @Nullable ReplayResultView result) {
        return new ReplayView(
                proposal,
                caller.may(Permission.READ_EVERYBODYS_ACTIVITY),
                "",
                "",
                "",
                0,
                problem,
                result);
    }

    static ReplayView of(String proposal, ReplayRun run, Directory directory, SignedIn caller) {
        return switch (run.state()) {
            case ReplayRun.State.Running() -> running(proposal, run);
            case ReplayRun.State.Failed(var why) -> of(proposal, caller, why, null);
            case ReplayRun.State.Done(var result) ->
                    of(
                            proposal,
                            caller,
                            "",
                            ReplayResultView.of(
                                    result,
                                    run.wanted(),
                                    directory.names(ReplayJson.ids(result.people()))));
        };
    }

    private static ReplayView running(String proposal, ReplayRun run) {
        long total = run.total();
        String page = "/policy/proposals/" + proposal;
        return new ReplayView(
                proposal,
                false,
                page + "/replays/" + run.id(),
                page + "?replay=" + run.id() + "#replay",
                total < 0
                        ? "Counting the recorded requests …"
                        : Words.number(run.done())
                                + " of "
                                + Words.count(total, "recorded request", "recorded requests")
                                + " read …",
                total <= 0 ? 0 : (int) (run.done() * WHOLE / total),
                "",
                null);
    }
}
