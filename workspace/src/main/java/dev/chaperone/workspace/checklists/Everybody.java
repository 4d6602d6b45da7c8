// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.ChecklistStanding;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How everybody stands at a moment, to be counted.
///
/// @param members all active people
/// @param standings of those who have done anything
record Everybody(
        List<Register.Member> members, Map<PersonId, ChecklistStanding> standings, Instant now) {
    Progress progress(PolicySnapshot policy, Checklist list) {
        int asked = 0;
        int complete = 0;
        int verified = 0;
        int attested = 0;
        List<Progress.Open> open = new ArrayList<>();
        for (Register.Member member : members) {
            if (!policy.isFor(list, member.teams())) {
                continue;
            }
            asked++;
            ChecklistStanding standing =
                    standings.getOrDefault(member.person(), ChecklistStanding.NOTHING_DONE);
            if (!standing.lapses().containsKey(list.digest())) {
                continue;
            }
            List<String> missing = standing.missing(list, now);
            for (Checklist.Entry entry : list.awaited()) {
                if (!missing.contains(entry.item().id())) {
                    verified += entry.item().isByMachine() ? 1 : 0;
                    attested += entry.item().isByMachine() ? 0 : 1;
                }
            }
            if (missing.isEmpty()) {
                complete++;
            } else {
                open.add(new Progress.Open(member.person(), missing));
            }
        }
        return new Progress(
                list, policy.hash(), asked, complete, open.size(), verified, attested, open, now);
    }
}
