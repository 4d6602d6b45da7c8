// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.gateway.Allowance;
import dev.chaperone.gateway.Spending;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.activity.Used;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts at the start what was used of the limits before, so that a restart gives nobody more.
final class UsedBefore {
    private static final Logger LOG = LoggerFactory.getLogger(UsedBefore.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private UsedBefore() {}

    /// The same limits, with what the rows say was used.
    static Spending of(Spending limits, Workspace workspace) throws InterruptedException {
        List<Allowance.Each> stretches =
                limits.allowances().stream().map(Allowance::each).distinct().toList();
        if (stretches.isEmpty()) {
            return limits;
        }
        if (!workspace.projection().awaitPosition(workspace.ledger().size(), PATIENCE)) {
            LOG.warn(
                    "The rows are not as far as the ledger, so what was used lately does not count"
                            + " for the limits of config.yaml");
        }
        Map<PersonId, Register.Credential> callers = new HashMap<>();
        workspace
                .inForce()
                .register()
                .credentials()
                .forEach(caller -> callers.put(caller.person(), caller));
        Instant now = workspace.clock().instant();
        List<Spending.Spent> spent = new ArrayList<>();
        for (Allowance.Each each : stretches) {
            Instant begun = each.begin(now);
            for (Used used : workspace.interactions().used(begun)) {
                Register.Credential caller = callers.get(used.person());
                if (caller != null) {
                    spent.add(spent(caller, each, begun, used));
                }
            }
        }
        return new Spending(limits.allowances(), limits.prices(), spent);
    }

    private static Spending.Spent spent(
            Register.Credential caller, Allowance.Each each, Instant begun, Used used) {
        return new Spending.Spent(
                caller,
                used.tool(),
                used.model(),
                each,
                begun,
                used.requests(),
                used.input(),
                used.output(),
                used.bytesIn(),
                used.bytesOut());
    }
}
