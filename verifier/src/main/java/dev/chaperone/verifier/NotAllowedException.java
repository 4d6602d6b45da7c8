// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;

/// A server gives a file only to those who may read the ledger.
final class NotAllowedException extends IOException {
    private static final long serialVersionUID = 1L;

    NotAllowedException(String fact) {
        super(fact);
    }
}
