// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.io.IOException;
import java.time.Duration;

/// A target asks to be left alone for a while.
final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Duration pause;

    BusyException(String sentence, Duration pause) {
        super(sentence);
        this.pause = pause;
    }

    Duration pause() {
        return pause;
    }
}
