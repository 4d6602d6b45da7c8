// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.List;
import java.util.stream.Collectors;

/// A policy file that can not be published, with everything that is wrong with it.
public final class PolicyException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    PolicyException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }

    /// One thing that is wrong.
    ///
    /// @param line from 1
    /// @param column from 1
    public record Problem(int line, int column, String message) {
        @Override
        public String toString() {
            return "line " + line + ", column " + column + ": " + message;
        }
    }
}
