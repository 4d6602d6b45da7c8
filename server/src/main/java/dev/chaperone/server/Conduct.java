// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.detection.Finding;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.AcknowledgmentDuty;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.acknowledgments.Acknowledgments;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.incidents.Incidents;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.training.Retraining;
import dev.chaperone.workspace.training.Training;
import dev.chaperone.workspace.violations.Cases;
import dev.chaperone.workspace.violations.Patrol;
import dev.chaperone.workspace.violations.Sanction;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What went wrong, and what follows: incidents, cases, and who looks for them.
record Conduct(Incidents incidents, Cases cases, Patrol patrol) implements AutoCloseable {
    private static final Duration TIME_FOR_A_COURSE = Duration.ofDays(14);

    static Conduct of(
            CapturedContent.Ground ground,
            Deliveries deliveries,
            Projection projection,
            Domains domains) {
        InForce inForce = ground.inForce();
        Cases cases =
                new Cases(
                        ground.database(),
                        ground.journal(),
                        deliveries,
                        inForce,
                        (person, sanction, by) ->
                                domains.follow(inForce, ground.clock(), person, sanction, by),
                        ground.clock());
        return new Conduct(
                new Incidents(
                        ground.database(),
                        ground.journal(),
                        deliveries,
                        inForce,
                        text -> secret(inForce.scanner(), text),
                        ground.clock()),
                cases,
                Patrol.start(ground.database(), cases, inForce, projection::position));
    }

    /// The detector that finds a secret in a text.
    private static Optional<String> secret(Scanner scanner, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(bytes, 0, bytes.length).stream()
                .map(Finding::detector)
                .filter(detector -> scanner.kind(detector).isSecret())
                .findFirst();
    }

    /// Where the consequences of a decision come about.
    record Domains(Acknowledgments acknowledgments, Training training, People people) {
        /// After a violation the policy is signed again, whatever else follows.
        void follow(InForce inForce, Clock clock, PersonId person, Sanction sanction, Actor by) {
            acknowledgments.demand(person, AcknowledgmentDuty.Reason.VIOLATION, by);
            switch (sanction) {
                case RETRAINING -> {
                    for (String course : inForce.policy().policy().programme().courses()) {
                        training.retrainings()
                                .assign(
                                        person,
                                        new CourseId(course),
                                        Retraining.Reason.VIOLATION,
                                        Instant.now(clock).plus(TIME_FOR_A_COURSE),
                                        by);
                    }
                }
                case ACCESS_SUSPENSION -> people.deactivate(person, by);
                case REMINDER, WRITTEN_WARNING, HR_PROCEDURE -> {
                    // Between people.
                }
            }
        }
    }

    @Override
    public void close() {
        patrol.close();
    }
}
