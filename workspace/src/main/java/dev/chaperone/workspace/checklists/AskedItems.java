// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.ChecklistStanding;
import dev.chaperone.policy.ChecklistStanding.Lapse;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// All items for which the gates of a policy wait, in its order.
///
/// @param checklists those that have such items
/// @param zone in which the company's days end
record AskedItems(List<Checklist> checklists, ZoneId zone) {
    static AskedItems by(PolicySnapshot policy) {
        return new AskedItems(
                policy.checklists().stream().filter(list -> !list.awaited().isEmpty()).toList(),
                policy.policy().heading().zone());
    }

    /// Of every item of every list.
    List<Digest> digests() {
        return checklists.stream()
                .flatMap(list -> list.awaited().stream())
                .map(Checklist.Entry::digest)
                .toList();
    }

    /// Of those that have to be done again after a time.
    List<Digest> lapsing() {
        return checklists.stream()
                .flatMap(list -> list.awaited().stream())
                .filter(entry -> entry.item().every() != null)
                .map(Checklist.Entry::digest)
                .toList();
    }

    /// What somebody has done.
    ///
    /// @param marks a `1` for each item that was done and a `0` for each that was not
    /// @param times when each lapsing item was done last
    record Done(String marks, List<Instant> times) {}

    /// How that stands. Lists of which nothing is done are left out.
    ChecklistStanding standing(Done done) {
        Map<Digest, List<Lapse>> lapses = new HashMap<>();
        int item = 0;
        int lapsing = 0;
        for (Checklist list : checklists) {
            List<Lapse> missing = new ArrayList<>();
            boolean begun = false;
            for (Checklist.Entry entry : list.awaited()) {
                boolean isDone = done.marks().charAt(item++) == '1';
                Instant last =
                        entry.item().every() == null ? Instant.EPOCH : done.times().get(lapsing++);
                begun |= isDone;
                Lapse lapse = lapse(entry, isDone, last);
                if (lapse != null) {
                    missing.add(lapse);
                }
            }
            if (begun) {
                lapses.put(list.digest(), List.copyOf(missing));
            }
        }
        return new ChecklistStanding(lapses);
    }

    private @Nullable Lapse lapse(Checklist.Entry entry, boolean isDone, Instant last) {
        if (!isDone) {
            return new Lapse(entry.item().id(), Instant.EPOCH);
        }
        Instant until = entry.item().until(last, zone);
        return until == null ? null : new Lapse(entry.item().id(), until);
    }
}
