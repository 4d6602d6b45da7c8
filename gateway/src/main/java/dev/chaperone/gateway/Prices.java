// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.policy.Glob;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What tokens cost, as the company says it.
///
/// @param currency for example `EUR`
/// @param models the first that fits a model counts; where allowances of money are, the last fits
///   every model
public record Prices(String currency, List<Price> models) {
    /// Nothing has a price.
    public static final Prices NONE = new Prices("", List.of());

    public Prices {
        models = List.copyOf(models);
    }

    /// What tokens of a model cost, in millionths of the currency.
    ///
    /// @param model null when it is not known
    long of(@Nullable String model, long input, long output) {
        String name = model == null ? "" : model;
        return models.stream()
                .filter(price -> price.model().matches(name))
                .findFirst()
                .map(price -> Math.round(input * price.input() + output * price.output()))
                .orElse(0L);
    }

    /// What the tokens of some models cost.
    ///
    /// @param input of a million tokens of prompts
    /// @param output of a million tokens of answers
    public record Price(Glob model, double input, double output) {}
}
