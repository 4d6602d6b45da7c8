// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

/// What a script learns from a command.
enum ExitCode {
    FINE(0),
    /// The thing asked about is not fine, or the caller may not ask.
    NOT_FINE(1),
    BAD_INPUT(2),
    CANNOT_REACH(3);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /// The code of that number.
    static ExitCode of(int number) {
        return values()[number];
    }

    int number() {
        return number;
    }
}
