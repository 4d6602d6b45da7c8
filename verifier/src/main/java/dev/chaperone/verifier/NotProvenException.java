// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

/// A proof or a signature is in its format, and wrong.
final class NotProvenException extends Exception {
    private static final long serialVersionUID = 1L;

    NotProvenException(String fact) {
        super(fact);
    }

    String fact() {
        return String.valueOf(getMessage());
    }
}
