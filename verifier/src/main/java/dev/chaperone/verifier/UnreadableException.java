// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;

/// One file of a ledger is there and can not be read; others may be.
final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableException(String fact) {
        super(fact);
    }
}
