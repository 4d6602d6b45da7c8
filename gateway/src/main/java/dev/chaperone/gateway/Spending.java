// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// How much may be used, what it costs, and what was used before the gateway started.
public record Spending(List<Allowance> allowances, Prices prices, List<Spent> already) {
    /// Without limits.
    public static final Spending UNLIMITED = new Spending(List.of(), Prices.NONE, List.of());

    public Spending {
        allowances = List.copyOf(allowances);
        already = List.copyOf(already);
    }

    /// What somebody used of one model with one tool since a stretch of time began.
    ///
    /// @param caller the person, with the teams of today
    /// @param input tokens, as far as vendors told
    /// @param output tokens, as far as vendors told
    /// @param bytesIn of prompts of which no vendor told the tokens
    /// @param bytesOut of answers of which no vendor told the tokens
    public record Spent(
            Register.Credential caller,
            ToolId tool,
            @Nullable String model,
            Allowance.Each each,
            Instant begun,
            long requests,
            long input,
            long output,
            long bytesIn,
            long bytesOut) {}
}
