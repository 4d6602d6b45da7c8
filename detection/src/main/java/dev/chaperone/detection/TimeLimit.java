// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.time.Duration;

/// Until when a scan has to be done. No text is known that takes long, but a detector may have a
/// fault, and nobody waits for ever.
public final class TimeLimit {
    /// As long as it takes.
    public static final TimeLimit NONE = new TimeLimit(0, false);

    private final long end;
    private final boolean limited;

    private TimeLimit(long end, boolean limited) {
        this.end = end;
        this.limited = limited;
    }

    /// From now on so long.
    public static TimeLimit in(Duration time) {
        return new TimeLimit(System.nanoTime() + time.toNanos(), true);
    }

    boolean isOver() {
        return limited && System.nanoTime() - end >= 0;
    }
}
