// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Clock;

/// The page that shows the policy in force.
@Controller
class PolicyController {
    private final InForce inForce;
    private final Policies policies;
    private final Clock clock;

    PolicyController(InForce inForce, Policies policies, Clock clock) {
        this.inForce = inForce;
        this.policies = policies;
        this.clock = clock;
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/policy")
    String show(Model model) {
        PolicyVersion version = policies.current();
        model.addAttribute(
                "policy",
                PolicyView.of(
                        inForce.policy(),
                        version.text(),
                        Moment.of(version.publishedAt(), clock.instant()),
                        Catalog.builtIn()));
        return "policy";
    }
}
