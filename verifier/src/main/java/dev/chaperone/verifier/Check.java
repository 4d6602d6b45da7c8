// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.util.List;

/// One of the checks that were made, with its result.
///
/// @param name one word
/// @param detail what was looked at, or why not
/// @param proves what is known when it is well
/// @param problems some of those found
/// @param count of all problems found
record Check(
        String name,
        State state,
        String detail,
        String proves,
        List<Problem> problems,
        long count,
        boolean onlyUnreadable) {
    Check {
        problems = List.copyOf(problems);
    }

    /// How a check went.
    enum State {
        FINE,
        WRONG,
        /// Not made, and the rest says much without it.
        NOT_MADE,
        /// Not made, and nothing is proved without it.
        UNKNOWN
    }

    static Check fine(String name, String detail, String proves) {
        return new Check(name, State.FINE, detail, proves, List.of(), 0, false);
    }

    static Check wrong(String name, String detail) {
        return new Check(name, State.WRONG, detail, "", List.of(), 0, false);
    }

    static Check notMade(String name, String why) {
        return new Check(name, State.NOT_MADE, why, "", List.of(), 0, false);
    }

    /// A check without which nothing is proved could not be made.
    ///
    /// @param why and how to go on
    static Check unknown(String name, String why) {
        return new Check(name, State.UNKNOWN, why, "", List.of(), 0, false);
    }

    /// Fine when there are no problems.
    static Check of(String name, String detail, String proves, Problems problems) {
        if (problems.isEmpty()) {
            return fine(name, detail, proves);
        }
        return new Check(
                name,
                State.WRONG,
                detail,
                "",
                problems.sorted(),
                problems.count(),
                problems.onlyUnreadable());
    }
}
