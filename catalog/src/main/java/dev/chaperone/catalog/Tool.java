// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.catalog;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;

import java.util.Map;

/// An AI coding tool with the plans it is sold under.
///
/// @param name as its vendor spells it
public record Tool(ToolId id, String name, VendorId vendor, Map<PlanId, Audience> plans) {
    public Tool {
        plans = Map.copyOf(plans);
    }
}
