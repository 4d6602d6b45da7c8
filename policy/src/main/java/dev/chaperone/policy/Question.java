// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.Detector;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Everything a decision may depend on.
///
/// @param register what is known at this moment, of exceptions too
/// @param asker who asks
/// @param use what of what is used where
/// @param detected how often each detector fired in the whole body
/// @param scanned whether the detectors read all that is text
/// @param attachments binary parts that no detector reads
/// @param at when; what has lapsed by then has lapsed
public record Question(
        Register register,
        Register.Member asker,
        Use use,
        List<Detected> detected,
        boolean scanned,
        int attachments,
        Instant at) {
    public Question {
        detected = List.copyOf(detected);
    }

    public PersonId person() {
        return asker.person();
    }

    /// Of the person.
    public Set<String> teams() {
        return asker.teams();
    }

    /// Of the person, null when it is not known.
    public @Nullable Jurisdiction jurisdiction() {
        return asker.jurisdiction();
    }

    public ToolId tool() {
        return use.tool();
    }

    public PlanId plan() {
        return use.plan();
    }

    public @Nullable String repository() {
        return use.repository();
    }

    /// What is used.
    ///
    /// @param plan under which the prompt would be sent
    /// @param repository as the caller or the body names it, null when neither does
    /// @param model null when it is not known
    /// @param source by which way in the request came: `gateway`, `hook`, `proxy`, `telemetry`
    public record Use(
            ToolId tool,
            PlanId plan,
            @Nullable String repository,
            @Nullable String model,
            String source) {}

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
