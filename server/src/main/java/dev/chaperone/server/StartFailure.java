// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.util.List;

/// Why the server does not start, in sentences for the person who started it.
final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /// Bad usage or bad input.
    static final int BAD_INPUT = 2;

    /// Something can not be reached or opened.
    static final int CANNOT_OPEN = 3;

    private final int exitCode;

    StartFailure(int exitCode, List<String> problems) {
        super(String.join("\n", problems));
        this.exitCode = exitCode;
    }

    StartFailure(int exitCode, String problem) {
        this(exitCode, List.of(problem));
    }

    int exitCode() {
        return exitCode;
    }
}
