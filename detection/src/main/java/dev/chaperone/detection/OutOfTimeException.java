// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

/// A scan did not come to its end in time, so what it would have found is not known.
public final class OutOfTimeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OutOfTimeException() {
        super("The scan did not come to its end in time", null, false, false);
    }
}
