// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import java.time.Duration;

/// How fast forwarding goes.
///
/// @param poll how long to rest when there was no full batch
/// @param firstPause after the first failure
/// @param longestPause after many
/// @param patience for a target to take one batch
/// @param certainty how long after a batch a target without answers must not have hung up; longer
///   than `patience`, so that nothing is lost when one stops to read and is given up
/// @param entries in a batch
/// @param bytes of entries in a batch
record Pace(
        Duration poll,
        Duration firstPause,
        Duration longestPause,
        Duration patience,
        Duration certainty,
        int entries,
        long bytes) {
    static final Pace DEFAULT =
            new Pace(
                    Duration.ofMillis(250),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(31),
                    250,
                    1024 * 1024);
}
