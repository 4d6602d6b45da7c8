// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

/// Something is not in its format.
final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String fact) {
        super(fact);
    }

    String fact() {
        return String.valueOf(getMessage());
    }
}
