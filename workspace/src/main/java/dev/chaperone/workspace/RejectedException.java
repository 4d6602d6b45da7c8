// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

/// A caller's mistake, with a sentence that may be shown.
public final class RejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public RejectedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    /// What was given can not be.
    public static RejectedException invalid(String message) {
        return new RejectedException(Reason.INVALID, message);
    }

    /// There is none, or none that this caller may see.
    public static RejectedException unknown(String what) {
        return new RejectedException(Reason.UNKNOWN, "There is no such " + what + ".");
    }

    /// It can not be because of what already is.
    public static RejectedException conflict(String message) {
        return new RejectedException(Reason.CONFLICT, message);
    }

    public Reason reason() {
        return reason;
    }

    /// The kind of mistake.
    public enum Reason {
        INVALID,
        UNKNOWN,
        CONFLICT
    }
}
