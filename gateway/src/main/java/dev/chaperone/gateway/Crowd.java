// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import java.util.HashMap;
import java.util.Map;

/// How many tunnels are open, so that nobody takes all places.
///
/// One for each event loop.
final class Crowd {
    private static final int MOST = 8_192;
    private static final int MOST_OF_ONE = 512;

    private final Map<String, Integer> open = new HashMap<>();
    private int all;

    /// Takes a place, if there is one.
    ///
    /// @param who the id of the caller's token
    boolean enters(String who) {
        int before = open.getOrDefault(who, 0);
        if (all >= MOST || before >= MOST_OF_ONE) {
            return false;
        }
        open.put(who, before + 1);
        all++;
        return true;
    }

    void leaves(String who) {
        open.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
        all--;
    }
}
