// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;
import java.util.List;

/// How far everybody has come with one checklist. Who has not begun may have no use for the tool.
///
/// @param policy hash of the policy that it comes from
/// @param people active people of the teams that may use the tool
/// @param complete those who have done all that a gate waits for
/// @param begun those who have done some of it
/// @param verified items that the product verified, of all these people
/// @param attested items that people attested
/// @param open those who have begun, by their ids: the order means nothing
public record Progress(
        Checklist checklist,
        Digest policy,
        int people,
        int complete,
        int begun,
        int verified,
        int attested,
        List<Open> open,
        Instant asOf) {
    public Progress {
        open = List.copyOf(open);
    }

    /// Somebody whose list is begun and not complete.
    ///
    /// @param missing ids of the items
    public record Open(PersonId person, List<String> missing) {
        public Open {
            missing = List.copyOf(missing);
        }
    }

    /// Those who have done nothing of it.
    public int notBegun() {
        return people - complete - begun;
    }
}
