// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.InForce;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/// The page about the tools of the catalogue and what can be enforced of each.
@Controller
class ToolsController {
    private final Catalog catalog = Catalog.builtIn();
    private final InForce inForce;

    ToolsController(InForce inForce) {
        this.inForce = inForce;
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/tools")
    String show(Model model) {
        model.addAttribute("tools", ToolsView.of(catalog, inForce.policy()));
        return "tools";
    }
}
