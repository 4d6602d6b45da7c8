// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Again;
import dev.chaperone.protocols.Fault;

import org.jspecify.annotations.Nullable;

/// The end of an exchange before anything was sent: what to tell the client and which rule to
/// record. It carries no stack trace, because it is an outcome and not an error of ours.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String rule;
    private final transient @Nullable Again again;
    private final transient @Nullable Standing budget;

    Refusal(Fault fault, String rule, String text) {
        this(fault, rule, text, null);
    }

    /// @param again null when time changes nothing, or nobody knows
    Refusal(Fault fault, String rule, String text, @Nullable Again again) {
        this(fault, rule, text, again, null);
    }

    /// @param budget that is used up; null when it is something else
    Refusal(
            Fault fault,
            String rule,
            String text,
            @Nullable Again again,
            @Nullable Standing budget) {
        super(text, null, false, false);
        this.fault = fault;
        this.rule = rule;
        this.again = again;
        this.budget = budget;
    }

    Fault fault() {
        return fault;
    }

    String rule() {
        return rule;
    }

    @Nullable Again again() {
        return again;
    }

    @Nullable Standing budget() {
        return budget;
    }

    /// For the client: what, which rule, how to proceed.
    String text() {
        return String.valueOf(getMessage());
    }
}
