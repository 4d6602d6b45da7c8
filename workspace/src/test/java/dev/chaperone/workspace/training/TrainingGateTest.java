// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.tokens.NewToken;
import dev.chaperone.workspace.tokens.Token;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;

/// What the gateway is told of who is trained.
@Timeout(120)
class TrainingGateTest {
    private static final String POLICY =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind
            owner: security@northwind.example
            effective: 2026-11-24
            tools: []
            require:
              training: {gate: block, courses: [robots]}
            """;

    @TempDir Path directory;

    private TrainingSite site;
    private PersonId ada;
    private String token;

    @BeforeEach
    void open() throws Exception {
        site = TrainingSite.open(directory);
        site.workspace().inForce().publish(PolicyFile.read(POLICY, Catalog.builtIn(), Set.of()));
        ada = site.developer("ada");
        token =
                site.tokens()
                        .create(new NewToken(ada, "laptop", Token.Kind.GATEWAY, null), Actor.SYSTEM)
                        .secret();
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void opensTheGateWhenTheCallThatPassesReturns() {
        // Fourteen days to take it for the first time.
        assertThat(lapses()).isEqualTo(TestWorkspace.NOON.plus(Duration.ofDays(14)));

        site.take(ada, false);
        assertThat(lapses()).isEqualTo(TestWorkspace.NOON.plus(Duration.ofDays(14)));

        site.take(ada, true);
        assertThat(lapses()).isEqualTo("2027-11-24T12:00:00Z");
    }

    @Test
    void closesItWhenTheCourseIsAskedForAgain() {
        site.take(ada, true);
        site.workspace().clock().set(TestWorkspace.NOON.plus(Duration.ofHours(1)));
        Instant due = TestWorkspace.NOON.plus(Duration.ofDays(3));

        site.retrainings()
                .assign(
                        ada,
                        new CourseId("robots"),
                        Retraining.Reason.VIOLATION,
                        due,
                        Actor.SYSTEM);

        assertThat(lapses()).isEqualTo(due);
    }

    /// From when on the gateway refuses.
    private Instant lapses() {
        return Objects.requireNonNull(
                site.workspace()
                        .inForce()
                        .register()
                        .identify(token, TestWorkspace.NOON)
                        .orElseThrow()
                        .member()
                        .standing()
                        .training());
    }
}
