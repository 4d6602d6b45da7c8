// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// What keeps the store from taking bodies, gathered from the threads that notice it.
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /// Reasons to refuse, the strongest first.
    enum Trouble {
        CLOSED,
        POISONED,
        STALLED,
        /// Bodies are still tried: the next one may find room.
        NO_ROOM
    }

    private final Map<Trouble, String> troubles = new EnumMap<>(Trouble.class);

    synchronized Optional<String> reason() {
        return troubles.values().stream().findFirst();
    }

    /// Whether nothing is to be tried.
    synchronized boolean refuses() {
        return troubles.containsKey(Trouble.CLOSED)
                || troubles.containsKey(Trouble.POISONED)
                || troubles.containsKey(Trouble.STALLED);
    }

    synchronized boolean isPoisoned() {
        return troubles.containsKey(Trouble.POISONED);
    }

    synchronized void raise(Trouble trouble, String reason) {
        boolean news = troubles.put(trouble, reason) == null;
        if (news && trouble != Trouble.CLOSED) {
            LOG.warn("No captures are kept: {}", reason);
        }
    }

    synchronized void clear(Trouble trouble) {
        if (troubles.remove(trouble) != null && troubles.isEmpty()) {
            LOG.info("Captures are kept again");
        }
    }

    /// The exception for whoever is refused now.
    CapturesUnavailableException refusal() {
        return refusal(reason().orElse("try again"));
    }

    static CapturesUnavailableException refusal(String reason) {
        return new CapturesUnavailableException("The body was not kept: " + reason);
    }
}
