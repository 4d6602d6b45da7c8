// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.time.Duration;

/// How much a [Journal] holds and how long it is patient.
///
/// @param segmentBytes size of a segment file, allocated at once
/// @param queueEntries entries that may wait for the disk
/// @param queueBytes bytes of entries that may wait for the disk
/// @param freeBytes free space below which nothing is promised
/// @param stall how long a sync may take before whoever waits is refused
/// @param lookAgain how often a full disk is looked at
record JournalLimits(
        long segmentBytes,
        int queueEntries,
        long queueBytes,
        long freeBytes,
        Duration stall,
        Duration lookAgain) {
    private static final long MIB = 1024 * 1024;

    static final JournalLimits DEFAULT =
            new JournalLimits(
                    64 * MIB,
                    65_536,
                    64 * MIB,
                    16 * MIB,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(500));

    JournalLimits {
        if (segmentBytes < 128 * 1024 || segmentBytes > 1024 * MIB) {
            throw new IllegalArgumentException(
                    "A segment has 128 KiB to 1 GiB, not " + segmentBytes + " bytes");
        }
    }
}
