// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.Set;

/// What the policy makes of a request.
public sealed interface Decision {
    /// Nothing speaks against it.
    record Allow() implements Decision {}

    /// It goes through, and is recorded as having touched a rule.
    record Warn(Ground ground) implements Decision {}

    /// It goes through without what these detectors find.
    ///
    /// @param detectors whose findings are replaced by placeholders
    /// @param restore those of which the answer gets the values back
    record Redact(Ground ground, Set<String> detectors, Set<String> restore) implements Decision {
        public Redact {
            detectors = Set.copyOf(detectors);
            restore = Set.copyOf(restore);
        }
    }

    /// It does not leave.
    record Block(Ground ground) implements Decision {}

    /// Why: the rule and, in words for the person who is refused, what it found, what the policy
    /// says, and how to go on.
    ///
    /// @param rule id of the rule, for example `no-secrets`
    /// @param found what in the request touched the rule; never the content itself
    /// @param because the policy's own words
    /// @param proceed how to go on
    record Ground(String rule, String found, String because, String proceed) {
        /// One paragraph that fits into an error message of any client.
        public String explain() {
            return "Rule " + rule + ": " + found + ". " + because + " How to proceed: " + proceed;
        }
    }
}
