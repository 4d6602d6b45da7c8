// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

/// The ledger did not take an entry. Whoever wanted to act on that entry must not act.
public final class LedgerUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public LedgerUnavailableException(String message) {
        super(message);
    }

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
