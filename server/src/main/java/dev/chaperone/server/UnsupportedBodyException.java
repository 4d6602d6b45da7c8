// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

/// A body is of a kind that a route does not take; the message says which it takes.
final class UnsupportedBodyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsupportedBodyException(String message) {
        super(message);
    }
}
