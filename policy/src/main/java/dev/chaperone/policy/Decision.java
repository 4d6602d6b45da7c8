// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// What the policy makes of a request.
public sealed interface Decision {
    /// Nothing speaks against it.
    ///
    /// @param exception the approved exception without which something would have; null when none
    ///   was needed
    record Allow(@Nullable String exception) implements Decision {
        /// Without any exception.
        public Allow() {
            this(null);
        }
    }

    /// It goes through, and is recorded as having touched a rule.
    ///
    /// @param exception as with [Allow]
    record Warn(Ground ground, @Nullable String exception) implements Decision {
        /// Without any exception.
        public Warn(Ground ground) {
            this(ground, null);
        }
    }

    /// It goes through without what these detectors find.
    ///
    /// @param detectors whose findings are replaced by placeholders
    /// @param restore those of which the answer gets the values back
    /// @param exception as with [Allow]
    record Redact(
            Ground ground, Set<String> detectors, Set<String> restore, @Nullable String exception)
            implements Decision {
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
    /// @param section of the policy's document that says it
    /// @param found what in the request touched the rule; never the content itself
    /// @param because the policy's own words
    /// @param proceed how to go on
    record Ground(
            String rule, Programme.Section section, String found, String because, String proceed) {
        /// One paragraph that fits into an error message of any client.
        public String explain() {
            return "Rule " + rule + ": " + found + ". " + because + " How to proceed: " + proceed;
        }
    }
}
