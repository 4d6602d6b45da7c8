// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.openings;

/// What the policy in force says about opening captured content.
///
/// @param secondPerson whether another person has to approve
/// @param policy hash of that policy
public record OpeningRule(boolean secondPerson, String policy) {}
