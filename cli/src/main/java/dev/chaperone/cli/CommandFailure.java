// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

/// Why a command did not do what it was asked to, in sentences for the person who asked.
final class CommandFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    CommandFailure(ExitCode exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
