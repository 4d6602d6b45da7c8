// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.io.IOException;
import java.time.Clock;

/// Where [Captures] come from.
public final class Cabinets {
    private Cabinets() {}

    /// Opens the store, which is created when it is missing. Drawers are looked at when they are
    /// first needed; erasures that a crash interrupted are finished now.
    ///
    /// @throws IOException when a directory can not be used, another process has it, or the master
    ///   key is missing or readable by others; the message says what to do
    public static Captures open(Places places, Clock clock) throws IOException {
        return Cabinet.open(places, clock, CaptureLimits.DEFAULT, new Disk());
    }
}
