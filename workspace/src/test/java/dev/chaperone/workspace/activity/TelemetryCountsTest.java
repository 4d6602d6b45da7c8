// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.TestWorkspace;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A prompt of which telemetry tells, and a hook, and that comes through the gateway, is one
/// request.
class TelemetryCountsTest {
    private static final PersonId ADA = PersonId.next();

    @TempDir private Path directory;

    @Test
    void countsEachPromptOnce() throws Exception {
        try (Site site = Site.open(directory)) {
            List<Requests> told =
                    List.of(
                            request("all three").telemetry("prompt"),
                            request("all three").telemetry("use"),
                            request("all three").hook("prompt"),
                            request("all three"),
                            request("hook too").telemetry("prompt"),
                            request("hook too").hook("prompt"),
                            request("telemetry only").telemetry("prompt"),
                            request("telemetry only")
                                    .telemetry("prompt")
                                    .decided(Effect.WARNED, "r"),
                            request("telemetry only").telemetry("use"),
                            request(null).telemetry("prompt"));
            for (Requests each : told) {
                Requests.append(site.workspace().ledger(), each.intent());
            }
            Projection projection = site.start();
            try (projection) {
                site.await(projection);
            }

            assertThat(
                            site.interactions()
                                    .hours(
                                            Scope.everybody(),
                                            TestWorkspace.NOON.minusSeconds(1),
                                            TestWorkspace.NOON.plusSeconds(1)))
                    .containsExactly(
                            new Hour(
                                    TestWorkspace.NOON,
                                    Map.of(Effect.ALLOWED, 4L, Effect.WARNED, 1L)));
            assertThat(
                            site.interactions()
                                    .list(
                                            Scope.everybody(),
                                            Filters.where("source", "telemetry"),
                                            null,
                                            50)
                                    .items())
                    .hasSize(7);
        }
    }

    private static Requests request(@Nullable String session) {
        return Requests.by(ADA).texts("claude-sonnet", "app", session);
    }
}
