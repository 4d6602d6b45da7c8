// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;

/// Somebody else has this ledger open.
public final class LedgerInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    LedgerInUseException(String message) {
        super(message);
    }
}
