// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// One thing that was looked at.
///
/// @param repair the command or edit that makes it fine; null when there is nothing to do or
///   nothing known
record Check(String name, State state, String detail, @Nullable String repair) {

    static Check fine(String name, String detail) {
        return new Check(name, State.FINE, detail, null);
    }

    static Check problem(String name, String detail, String repair) {
        return new Check(name, State.PROBLEM, detail, repair);
    }

    static Check unknown(String name, String detail, @Nullable String repair) {
        return new Check(name, State.UNKNOWN, detail, repair);
    }

    /// How it is. Not knowing is never fine.
    enum State {
        FINE("✓"),
        PROBLEM("✗"),
        UNKNOWN("?");

        private final String sign;

        State(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }

        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
