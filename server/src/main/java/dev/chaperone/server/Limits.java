// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.Allowance;
import dev.chaperone.gateway.Spending;
import dev.chaperone.gateway.Standing;

import java.util.List;
import java.util.function.Supplier;

/// How much may be used, and what is used of it, as the gateway counts.
///
/// @param spending what `config.yaml` says
/// @param standings of now
record Limits(Spending spending, Supplier<List<Standing>> standings) {
    List<Allowance> allowances() {
        return spending.allowances();
    }

    String currency() {
        return spending.prices().currency();
    }
}
