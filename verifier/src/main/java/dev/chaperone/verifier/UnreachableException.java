// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import java.io.IOException;

/// What was to be checked can not be reached or opened at all.
final class UnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreachableException(String fact) {
        super(fact);
    }
}
