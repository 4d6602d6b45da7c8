// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Refused sign-ins are recorded and fill no disk.
class RefusalsTest {
    @TempDir Path directory;

    @Test
    void recordsEachWhileTheyAreFewAndCountsTheRest() throws Exception {
        try (TestWorkspace workspace = TestWorkspace.open(directory)) {
            try (Refusals refusals = Refusals.start(workspace.journal(), workspace.clock())) {
                for (int i = 0; i < 150; i++) {
                    refusals.refused("admin-token");
                }
                assertThat(workspace.changes())
                        .hasSize(100)
                        .allMatch(event -> event.action().equals("session.refused"))
                        .allMatch(event -> event.subject().equals("admin-token"));
                refusals.recordCount();
                refusals.recordCount();
                workspace.clock().set(TestWorkspace.NOON.plusSeconds(2));
                refusals.refused("demo");
                refusals.refused("demo");
                refusals.refused("demo");
            }
            List<Event.Administered> recorded = workspace.changes();
            assertThat(recorded).hasSize(104);
            assertThat(recorded.get(100))
                    .returns("refusals.counted", Event.Administered::action)
                    .extracting(Event.Administered::details)
                    .isEqualTo(
                            Map.of(
                                    "count", "50",
                                    "from", "2026-11-24T12:00:00Z",
                                    "to", "2026-11-24T12:00:00Z"));
            assertThat(recorded.getLast().details()).containsEntry("count", "1");
        }
    }

    @Test
    void countsWhatTheLedgerDoesNotTake() throws Exception {
        TestWorkspace workspace = TestWorkspace.open(directory);
        Refusals refusals = Refusals.start(workspace.journal(), workspace.clock());
        workspace.close();
        refusals.refused("admin-token");
        refusals.close();
        try (TestWorkspace later = TestWorkspace.open(directory)) {
            assertThat(later.changes()).isEmpty();
        }
    }
}
