// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.io.IOException;

/// A target does not take a batch because of what is in it.
final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String sentence) {
        super(sentence);
    }
}
