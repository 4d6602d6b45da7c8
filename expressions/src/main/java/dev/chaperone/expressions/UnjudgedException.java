// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.expressions;

/// A condition that is neither true nor false of some values, for example because it asks a map for
/// a name that is not there.
public final class UnjudgedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnjudgedException(String message, Throwable cause) {
        super(message, cause);
    }
}
