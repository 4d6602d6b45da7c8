// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.Detector;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Everything a decision may depend on.
///
/// @param plan under which the prompt would be sent
/// @param repository as the caller or the body names it, null when neither does
/// @param detected how often each detector fired in the whole body
/// @param scanned whether the detectors read all that is text
/// @param attachments binary parts that no detector reads
/// @param teams of the person
/// @param jurisdiction of the person, null when it is not known
public record Question(
        PersonId person,
        ToolId tool,
        PlanId plan,
        @Nullable String repository,
        List<Detected> detected,
        boolean scanned,
        int attachments,
        Set<String> teams,
        @Nullable Jurisdiction jurisdiction) {
    public Question {
        detected = List.copyOf(detected);
        teams = Set.copyOf(teams);
    }

    /// Asked by somebody of whom no team and no country is known, of a body that was read whole.
    public Question(
            PersonId person,
            ToolId tool,
            PlanId plan,
            @Nullable String repository,
            List<Detected> detected,
            int attachments) {
        this(person, tool, plan, repository, detected, true, attachments, Set.of(), null);
    }

    /// A detector, what it finds, and how often it fired.
    ///
    /// @param name which of the company's own secrets it found; null for everything else
    public record Detected(String detector, Detector.Kind kind, int count, @Nullable String name) {
        /// Of something that has no name.
        public Detected(String detector, Detector.Kind kind, int count) {
            this(detector, kind, count, null);
        }

        /// For people.
        String written() {
            return name == null ? detector : detector + " '" + name + "'";
        }
    }
}
