// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

/// Something of other people was not shown because the ledger could not record that it is read.
public final class ReadNotRecordedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadNotRecordedException(Throwable cause) {
        super("The ledger did not take the record of a read", cause);
    }
}
