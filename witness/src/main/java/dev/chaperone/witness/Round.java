// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.witness;

import dev.chaperone.tlog.Note;

import java.util.List;
import java.util.Map;

/// What came of asking all witnesses at once.
///
/// @param checkpoint with the cosignatures that were given
/// @param outcomes by the names of the witnesses
/// @param quorum whether enough of them cosigned
public record Round(Note checkpoint, Map<String, Outcome> outcomes, boolean quorum) {
    public Round {
        outcomes = Map.copyOf(outcomes);
    }

    /// The cosignatures, to be added to the checkpoint.
    public List<Note.Signature> cosignatures() {
        return cosignatures(outcomes);
    }

    static List<Note.Signature> cosignatures(Map<String, Outcome> outcomes) {
        return outcomes.values().stream()
                .filter(Outcome.Cosigned.class::isInstance)
                .map(Outcome.Cosigned.class::cast)
                .flatMap(cosigned -> cosigned.cosignatures().stream())
                .toList();
    }
}
