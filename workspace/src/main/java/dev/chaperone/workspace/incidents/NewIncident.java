// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import java.util.List;
import java.util.Map;

/// A report.
///
/// @param facts what is known already
/// @param evidence ids of interactions, at most 200
public record NewIncident(Map<Field, String> facts, List<String> evidence) {
    static final int MOST_EVIDENCE = 200;

    public NewIncident {
        facts = Map.copyOf(facts);
        evidence = List.copyOf(evidence);
    }
}
