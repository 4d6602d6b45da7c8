// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Clock;
import java.time.Instant;

/// The page on which developers connect their own tools.
@Controller
class ConnectController {
    private final Catalog catalog = Catalog.builtIn();
    private final InForce inForce;
    private final ToolsHeard tools;
    private final Clock clock;
    private final Place place;

    ConnectController(Workspace workspace, Place place) {
        this.inForce = workspace.inForce();
        this.tools = new ToolsHeard(workspace.interactions(), workspace.clock());
        this.clock = workspace.clock();
        this.place = place;
    }

    @Needs(Permission.READ_ACTIVITY)
    @GetMapping("/connect")
    String show(SignedIn caller, Model model) {
        Instant now = clock.instant();
        PersonId person = caller.person();
        ConnectView.Heard heard =
                person == null ? null : (tool, source) -> tools.last(person, tool, source);
        model.addAttribute(
                "page", ConnectView.of(catalog, inForce.policy(), place.gateway(), heard, now));
        return "connect";
    }
}
