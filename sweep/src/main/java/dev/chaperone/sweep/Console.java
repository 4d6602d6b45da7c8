// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.PrintStream;

/// What a person sees beside the result: problems at once, and how far it is when it takes long.
final class Console {
    private static final long PATIENCE_NANOS = 2_000_000_000L;
    private static final long PAUSE_NANOS = 200_000_000L;
    private static final String ERASE_LINE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean progress;
    private long next = System.nanoTime() + PATIENCE_NANOS;
    private boolean isShowing;

    Console(Streams streams) {
        err = streams.err();
        progress = streams.progress();
    }

    void say(String sentence) {
        clear();
        err.println("chaperone: " + Printable.line(sentence));
    }

    /// Shows how far it is, now and then.
    void tick(Tally tally) {
        if (progress && System.nanoTime() - next >= 0) {
            err.print(ERASE_LINE + tally.progress() + " …");
            err.flush();
            isShowing = true;
            next = System.nanoTime() + PAUSE_NANOS;
        }
    }

    /// Makes room for other lines.
    void clear() {
        if (isShowing) {
            err.print(ERASE_LINE);
            err.flush();
            isShowing = false;
        }
    }
}
