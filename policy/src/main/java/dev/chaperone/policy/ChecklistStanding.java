// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// How somebody stands with checklists. What is not known here is not done: a list that the policy
/// has just changed is open until the change has reached the register too.
///
/// @param lapses by the digest of a checklist, what is missing of it and from when on; nothing in
///   the list: all of it is done and stays so
public record ChecklistStanding(Map<Digest, List<Lapse>> lapses) {
    /// Nothing of any list is done.
    public static final ChecklistStanding NOTHING_DONE = new ChecklistStanding(Map.of());

    public ChecklistStanding {
        lapses = Map.copyOf(lapses);
    }

    /// An item that is missing.
    ///
    /// @param item its id
    /// @param from the moment from which on it is
    public record Lapse(String item, Instant from) {}

    /// Whether anything of a list is missing. Asked at each prompt: nothing is allocated.
    public boolean lapsed(Checklist checklist, Instant now) {
        List<Lapse> known = lapses.get(checklist.digest());
        if (known == null) {
            return true;
        }
        for (int i = 0; i < known.size(); i++) {
            if (!now.isBefore(known.get(i).from())) {
                return true;
            }
        }
        return false;
    }

    /// Ids of what is missing of a list, in its order.
    public List<String> missing(Checklist checklist, Instant now) {
        List<Lapse> known = lapses.get(checklist.digest());
        return known == null
                ? checklist.awaited().stream().map(entry -> entry.item().id()).toList()
                : known.stream()
                        .filter(lapse -> !now.isBefore(lapse.from()))
                        .map(Lapse::item)
                        .toList();
    }
}
