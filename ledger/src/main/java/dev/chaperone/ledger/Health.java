// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.EnumMap;
import java.util.Map;

/// What keeps the journal from taking entries, gathered from the threads that notice it.
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);

    /// Reasons to refuse, the strongest first.
    enum Trouble {
        CLOSED,
        POISONED,
        STALLED,
        NO_ROOM,
        LOW_SPACE
    }

    private final Map<Trouble, String> troubles = new EnumMap<>(Trouble.class);
    private volatile Ledger.State state = new Ledger.State.Writing();

    Ledger.State state() {
        return state;
    }

    synchronized boolean has(Trouble trouble) {
        return troubles.containsKey(trouble);
    }

    synchronized void raise(Trouble trouble, String reason) {
        boolean news = troubles.put(trouble, reason) == null;
        state = strongest();
        if (news && trouble != Trouble.CLOSED) {
            LOG.warn("The ledger takes no entries: {}", reason);
        }
    }

    synchronized void clear(Trouble trouble) {
        if (troubles.remove(trouble) != null) {
            state = strongest();
            if (state instanceof Ledger.State.Writing) {
                LOG.info("The ledger takes entries again");
            }
        }
    }

    /// The exception for whoever is refused now.
    LedgerUnavailableException refusal() {
        return switch (state) {
            case Ledger.State.Writing _ -> refusal("try again");
            case Ledger.State.Full(String reason) -> refusal(reason);
            case Ledger.State.Poisoned(String reason) -> refusal(reason);
            case Ledger.State.Closed _ -> refusal("it is closed");
        };
    }

    static LedgerUnavailableException refusal(String reason) {
        return new LedgerUnavailableException("The ledger takes no entries: " + reason);
    }

    private Ledger.State strongest() {
        for (Map.Entry<Trouble, String> each : troubles.entrySet()) {
            return switch (each.getKey()) {
                case CLOSED -> new Ledger.State.Closed();
                case POISONED -> new Ledger.State.Poisoned(each.getValue());
                case STALLED, NO_ROOM, LOW_SPACE -> new Ledger.State.Full(each.getValue());
            };
        }
        return new Ledger.State.Writing();
    }
}
