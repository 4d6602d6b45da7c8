// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.tlog;

/// A well-formed note that must not be believed, because of its signatures.
public final class UntrustedNoteException extends Exception {
    private static final long serialVersionUID = 1L;

    /// What is wrong with the signatures.
    public enum Reason {
        /// None is by a known key.
        NO_KNOWN_SIGNATURE,
        /// One that claims to be by a known key is not valid.
        INVALID_SIGNATURE,
        /// Two known keys have the name and id of a signature.
        AMBIGUOUS_KEY,
        /// The signatures are valid, but by too few of those that the policy asks for.
        QUORUM_MISSED
    }

    private final Reason reason;

    public UntrustedNoteException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
