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
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A prompt of which a hook tells and that comes through the gateway too is one request.
class HookCountsTest {
    private static final PersonId ADA = PersonId.next();

    @TempDir private Path directory;

    @Test
    void countsEachPromptOnce() throws Exception {
        try (TestWorkspace workspace = TestWorkspace.open(directory)) {
            List<Requests> told =
                    List.of(
                            request("both").hook("prompt"),
                            request("both"),
                            request("both").hook("pre-read"),
                            request("both").hook("response"),
                            request("hooks only").hook("prompt"),
                            request("hooks only").hook("pre-exec"),
                            request("hooks only").hook("pre-read").decided(Effect.BLOCKED, "r"),
                            request(null).hook("prompt"));
            for (Requests each : told) {
                Requests.append(workspace.ledger(), each.intent());
            }
            Projection projection = Projection.start(workspace.ledger(), workspace.database());
            try (projection) {
                assertThat(
                                projection.awaitPosition(
                                        workspace.ledger().size(), Duration.ofSeconds(20)))
                        .isTrue();
            }
            Interactions interactions =
                    new Interactions(
                            workspace.database(), projection, Site.silent(workspace, projection));

            assertThat(
                            interactions.hours(
                                    Scope.everybody(),
                                    TestWorkspace.NOON.minusSeconds(1),
                                    TestWorkspace.NOON.plusSeconds(1)))
                    .containsExactly(
                            new Hour(
                                    TestWorkspace.NOON,
                                    Map.of(Effect.ALLOWED, 3L, Effect.BLOCKED, 1L)));
        }
    }

    private static Requests request(@Nullable String session) {
        return Requests.by(ADA).texts("claude-sonnet", "app", session);
    }
}
