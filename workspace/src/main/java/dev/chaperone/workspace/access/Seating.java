// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.catalog.Audience;
import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

/// Whether people have accounts at the vendor under a plan. By API and in a cloud of the company's
/// they have none.
public record Seating(Catalog catalog) {
    /// Whether something has to be made at the vendor: keys and tokens always.
    boolean needs(Wish wish) {
        return wish.kind() != AccessKind.SEAT || hasSeats(wish.tool(), wish.plan());
    }

    public boolean hasSeats(ToolId tool, PlanId plan) {
        return !plan.value().equals("api")
                && catalog.tool(tool)
                        .map(Tool::plans)
                        .map(plans -> plans.get(plan) == Audience.COMMERCIAL)
                        .orElse(true);
    }
}
