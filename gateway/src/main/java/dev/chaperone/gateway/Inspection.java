// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Detector;
import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Question;
import dev.chaperone.protocols.Part;
import dev.chaperone.protocols.Prompt;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What reading a whole body yielded.
///
/// @param scanner by which it was read
/// @param body its length and the commitment to it
/// @param detected how often each detector fired, over all parts, earlier turns included
/// @param scanned whether the detectors read all text to its end
/// @param attachments binary parts that no detector read
/// @param workingDirectory where the developer works, if a part tells
/// @param servers MCP servers that are offered to the model
/// @param found the parts in which a detector fired
/// @param opening what opens the commitment; null when the body is certainly not kept
record Inspection(
        Scanner scanner,
        Prompt prompt,
        Event.Body body,
        List<Detected> detected,
        boolean scanned,
        int attachments,
        @Nullable String workingDirectory,
        List<String> servers,
        List<Part> found,
        Commitment.@Nullable Sealed opening) {
    Inspection {
        detected = List.copyOf(detected);
        servers = List.copyOf(servers);
        found = List.copyOf(found);
    }

    /// The same, of which nobody can say that it was read to its end.
    Inspection notScanned() {
        return new Inspection(
                scanner,
                prompt,
                body,
                detected,
                false,
                attachments,
                workingDirectory,
                servers,
                found,
                opening);
    }

    /// A detector, what it finds, how sure it was, and how often it fired.
    ///
    /// @param name which of the company's own secrets it found; null for everything else
    record Detected(
            String detector,
            Detector.Kind kind,
            String confidence,
            int count,
            @Nullable String name) {
        Detected withoutName() {
            return new Detected(detector, kind, confidence, count, null);
        }

        /// The same for what is counted together.
        String key() {
            return name == null ? detector : detector + ' ' + name;
        }

        /// The same, fired as often as both.
        Detected plus(Detected other) {
            return new Detected(detector, kind, confidence, count + other.count(), name);
        }

        /// The same for the policy.
        Question.Detected asked() {
            return new Question.Detected(detector, kind, count, name);
        }

        /// The same for the record.
        Event.FindingCount recorded() {
            return new Event.FindingCount(detector, confidence, count, name);
        }
    }
}
