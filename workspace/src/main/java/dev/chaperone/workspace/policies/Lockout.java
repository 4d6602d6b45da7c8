// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.policy.ApprovedTool;
import dev.chaperone.policy.ConditionRule;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Standing;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.workspace.RejectedException;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Refuses a policy after which nobody could go on: none that changes it again, or one whose own
/// rules stop every administrator with every tool.
final class Lockout {
    private Lockout() {}

    static void check(PolicySnapshot next, List<Register.Member> administrators, Instant now) {
        checkApprovals(next, administrators.size());
        checkRules(next, administrators, now);
    }

    private static void checkApprovals(PolicySnapshot next, int administrators) {
        int approvals = next.programme().approval().approvals();
        if (next.programme().approval().stated() && approvals > 0 && administrators <= approvals) {
            throw RejectedException.conflict(
                    "This policy asks for %d approval(s) of people other than the author, and %s: nobody could publish the next one. Add administrators first, or ask for fewer approvals."
                            .formatted(
                                    approvals,
                                    administrators == 1
                                            ? "there is 1 active administrator"
                                            : "there are "
                                                    + administrators
                                                    + " active administrators"));
        }
    }

    private static void checkRules(
            PolicySnapshot next, List<Register.Member> administrators, Instant now) {
        Set<String> rules =
                next.policy().rules().stream().map(ConditionRule::id).collect(Collectors.toSet());
        Set<String> stopping = new HashSet<>();
        for (Register.Member member : administrators) {
            for (ApprovedTool tool : next.policy().tools()) {
                for (PlanId plan : tool.plans()) {
                    Decision decision = next.decide(question(member, tool, plan, now));
                    if (!(decision instanceof Decision.Block(var ground))
                            || !rules.contains(ground.rule())) {
                        return;
                    }
                    stopping.add(ground.rule());
                }
            }
        }
        if (!stopping.isEmpty()) {
            throw RejectedException.conflict(
                    "No administrator could use any tool any more, because of "
                            + String.join(", ", stopping)
                            + ". Narrow the condition, or take the tools off the list instead.");
        }
    }

    /// A harmless prompt of somebody who has done all that is required.
    private static Question question(
            Register.Member member, ApprovedTool tool, PlanId plan, Instant now) {
        return new Question(
                Register.EMPTY,
                new Register.Member(
                        member.person(),
                        member.teams(),
                        member.jurisdiction(),
                        Standing.NOTHING_REQUIRED),
                new Question.Use(tool.tool(), plan, null, null, "gateway"),
                List.of(),
                true,
                0,
                now);
    }
}
