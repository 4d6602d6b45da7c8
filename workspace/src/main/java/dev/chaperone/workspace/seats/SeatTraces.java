// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Looks up what the lists show and showed of people. Who once had an address counts as well: an
/// account that may be theirs keeps them from being done with.
public final class SeatTraces {
    private final SeatTraceStore traces;
    private final SeatReadingStore readings;

    public SeatTraces(Database database) {
        this.traces = new SeatTraceStore(database);
        this.readings = new SeatReadingStore(database);
    }

    /// What is known of some people.
    ///
    /// @param since readings from before prove nothing to whoever asks
    public SeatEvidence of(Set<PersonId> people, Instant since) {
        List<SeatSource> sources = readings.sources();
        if (sources.isEmpty()) {
            return new SeatEvidence(Map.of(), List.of(), List.of());
        }
        return new SeatEvidence(
                traces.of(people).stream().collect(Collectors.groupingBy(SeatTrace::person)),
                readings.since(since),
                sources);
    }
}
