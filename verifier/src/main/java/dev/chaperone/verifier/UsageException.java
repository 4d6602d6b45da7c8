// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

/// What stands on the command line, or in a file named there, can not be worked with.
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String fact) {
        super(fact);
    }

    String fact() {
        return String.valueOf(getMessage());
    }
}
