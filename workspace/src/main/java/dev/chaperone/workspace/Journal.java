// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;

/// Writes changes into the ledger before they are made. Whoever changes something records it while
/// the database transaction is still open: no change is ever visible without its record. What was
/// recorded can be read again here.
public final class Journal {
    private final Ledger ledger;
    private final Clock clock;

    public Journal(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// Records a change and returns once the record is on disk.
    ///
    /// @param details without secrets and without names: people are ids
    /// @return the entry's index
    /// @throws NotRecordedException when the ledger does not take it; then nothing may be changed
    public long record(Actor actor, String action, String subject, Map<String, String> details) {
        Event event =
                new Event.Administered(
                        actor.value(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        action,
                        subject,
                        new TreeMap<>(details));
        try {
            return ledger.append(Leaves.write(event)).get();
        } catch (ExecutionException e) {
            throw new NotRecordedException("The ledger did not take '" + action + "'", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotRecordedException("Interrupted while recording '" + action + "'", e);
        }
    }

    /// A change that was recorded; empty when the ledger shows none at this index.
    public Optional<Event.Administered> read(long index) {
        if (index < 0 || index >= ledger.size()) {
            return Optional.empty();
        }
        try {
            return ledger.read(index, 1).stream()
                    .map(Leaves::read)
                    .filter(Event.Administered.class::isInstance)
                    .map(Event.Administered.class::cast)
                    .findFirst();
        } catch (IOException | IllegalArgumentException e) {
            // Damaged, pruned, or none of ours.
            return Optional.empty();
        }
    }
}
