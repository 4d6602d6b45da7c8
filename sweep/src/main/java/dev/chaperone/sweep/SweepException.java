// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

/// Why a sweep did not begin or had to stop, in sentences for the person who asked.
public final class SweepException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean wrongRequest;

    private SweepException(boolean wrongRequest, String sentence) {
        super(sentence);
        this.wrongRequest = wrongRequest;
    }

    /// What was asked for can not be done, however often it is tried.
    static SweepException wrong(String sentence) {
        return new SweepException(true, sentence);
    }

    /// What is needed for it can not be reached now.
    static SweepException unreachable(String sentence) {
        return new SweepException(false, sentence);
    }

    /// Whether the request has to be changed.
    public boolean isWrongRequest() {
        return wrongRequest;
    }

    /// The reason.
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
