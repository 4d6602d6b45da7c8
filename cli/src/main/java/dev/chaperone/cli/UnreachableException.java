// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

/// No answer came; the message says from where and why.
final class UnreachableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreachableException(String sentence) {
        super(sentence);
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
