// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.KnownSecrets;
import dev.chaperone.detection.Scanner;

/// What a prompt is read and decided by, of one moment: the scanner finds all that the policy
/// speaks of.
///
/// @param secrets the company's own
/// @param scanner the built-in detectors, those secrets, and the policy's phrases
public record Rules(PolicySnapshot policy, KnownSecrets secrets, Scanner scanner) {
    /// @param policy whose phrases the scanner finds
    static Rules of(PolicySnapshot policy, KnownSecrets secrets) {
        return new Rules(policy, secrets, Scanner.with(secrets, policy.phrases()));
    }
}
