// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import java.time.Duration;

/// How much a [Cabinet] holds and how long it is patient.
///
/// @param queueEntries bodies that may wait for the disk
/// @param queueBytes bytes of bodies that may wait for the disk
/// @param batch bodies that are written with one sync
/// @param openDrawers drawers that stay open to be written
/// @param knownBytes memory for knowing parts again, over all drawers
/// @param stall how long the disk may take before whoever waits is refused
record CaptureLimits(
        int queueEntries,
        long queueBytes,
        int batch,
        int openDrawers,
        long knownBytes,
        Duration stall) {
    private static final long MIB = 1024 * 1024;

    static final CaptureLimits DEFAULT =
            new CaptureLimits(8_192, 256 * MIB, 256, 256, 64 * MIB, Duration.ofSeconds(2));
}
