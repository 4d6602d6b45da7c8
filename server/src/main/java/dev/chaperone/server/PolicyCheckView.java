// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.PolicyDifference;
import dev.chaperone.policy.PolicyException.Problem;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Policies;

import java.util.List;

/// What is wrong with the text of a policy, or what it would change.
///
/// @param faults each with its place; empty when it can be published
/// @param remarks what is no fault but surely not meant
/// @param changes against the policy in force
/// @param material whether people would have to sign again
/// @param lines the change line by line
record PolicyCheckView(
        List<String> faults,
        List<String> remarks,
        List<Change> changes,
        boolean material,
        List<TextDifference.Line> lines) {
    /// One thing that would change.
    record Change(String words, boolean material) {}

    static PolicyCheckView of(Policies policies, String text) {
        String written = text.replace("\r\n", "\n");
        List<TextDifference.Line> lines =
                TextDifference.between(policies.current().text(), written).lines();
        try {
            PolicyFile.Reviewed reviewed = policies.review(written);
            PolicyDifference difference =
                    PolicyDifference.between(
                            policies.inForce().policy().policy(), reviewed.snapshot().policy());
            return new PolicyCheckView(
                    List.of(),
                    reviewed.remarks().stream().map(Problem::toString).toList(),
                    difference.changes().stream()
                            .map(each -> new Change(each.words(), each.material()))
                            .toList(),
                    difference.isMaterial(),
                    lines);
        } catch (RejectedException e) {
            return new PolicyCheckView(
                    String.valueOf(e.getMessage()).lines().toList(),
                    List.of(),
                    List.of(),
                    false,
                    lines);
        }
    }
}
