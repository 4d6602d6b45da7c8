// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Fault;

/// The end of an exchange before anything was sent: what to tell the client and which rule to
/// record. It carries no stack trace, because it is an outcome and not an error of ours.
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Fault fault;
    private final String rule;

    Refusal(Fault fault, String rule, String text) {
        super(text, null, false, false);
        this.fault = fault;
        this.rule = rule;
    }

    Fault fault() {
        return fault;
    }

    String rule() {
        return rule;
    }

    /// For the client: what, which rule, how to proceed.
    String text() {
        return String.valueOf(getMessage());
    }
}
