// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

/// A body was not kept. Whoever wanted to act on its being kept must not act.
public final class CapturesUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public CapturesUnavailableException(String message) {
        super(message);
    }
}
