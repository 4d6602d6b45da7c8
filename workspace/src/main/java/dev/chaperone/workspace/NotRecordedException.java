// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

/// A change was not made because the ledger could not record it.
public final class NotRecordedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotRecordedException(String message, Throwable cause) {
        super(message, cause);
    }
}
