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
record PolicyCheckView(
        List<String> faults, List<String> remarks, List<Change> changes, boolean material) {
    /// One thing that would change.
    record Change(String words, boolean material) {}

    static PolicyCheckView of(Policies policies, String text) {
        try {
            PolicyFile.Reviewed reviewed = policies.review(text.replace("\r\n", "\n"));
            PolicyDifference difference =
                    PolicyDifference.between(
                            policies.inForce().policy().policy(), reviewed.snapshot().policy());
            return new PolicyCheckView(
                    List.of(),
                    reviewed.remarks().stream().map(Problem::toString).toList(),
                    difference.changes().stream()
                            .map(each -> new Change(each.words(), each.material()))
                            .toList(),
                    difference.isMaterial());
        } catch (RejectedException e) {
            return new PolicyCheckView(
                    String.valueOf(e.getMessage()).lines().toList(), List.of(), List.of(), false);
        }
    }
}
