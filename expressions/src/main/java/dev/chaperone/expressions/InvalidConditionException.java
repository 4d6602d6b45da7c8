// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

/// A text that is no condition: not in the language, of the wrong type, or too expensive.
public final class InvalidConditionException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidConditionException(String message) {
        super(message);
    }
}
