// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.policies.Divergence;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;
import dev.chaperone.workspace.policies.Proposals;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

import java.time.Clock;

/// The page that shows the policy in force.
@Controller
class PolicyController {
    private final InForce inForce;

    /// Versions and proposals on the page; the API has all.
    private static final int MOST = 20;

    private final Policies policies;
    private final Proposals proposals;
    private final Directory directory;
    private final Clock clock;

    PolicyController(InForce inForce, Workspace workspace, Directory directory) {
        this.inForce = inForce;
        this.policies = workspace.policies();
        this.proposals = workspace.proposals();
        this.directory = directory;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/policy")
    String show(SignedIn caller, Model model) {
        PolicyVersion version = policies.current();
        model.addAttribute(
                "policy",
                PolicyView.of(
                        inForce.policy(),
                        version.text(),
                        Moment.of(version.publishedAt(), clock.instant()),
                        Catalog.builtIn()));
        model.addAttribute(
                "life",
                PolicyLifeView.of(
                        policies.list(null, MOST).items(),
                        proposals.list(null, MOST).items(),
                        directory,
                        caller,
                        clock.instant()));
        model.addAttribute("divergence", policies.divergence().points().stream().map(PolicyController::line).toList());
        model.addAttribute("problem", model.getAttribute("problem"));
        return "policy";
    }

    /// One line of the comparison with what was published.
    record Line(String name, String says, Mark mark) {}

    private static Line line(Divergence.Point point) {
        return new Line(
                point.name(),
                point.says(),
                switch (point.state()) {
                    case AGREES -> new Mark("allowed", "check", "The same");
                    case DIFFERS -> new Mark("blocked", "block", "Differs");
                    case UNKNOWN -> new Mark("", "question", "Not known");
                });
    }
}
