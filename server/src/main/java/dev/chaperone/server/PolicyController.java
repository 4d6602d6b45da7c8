// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicyDifference;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Divergence;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;
import dev.chaperone.workspace.policies.Proposals;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

import java.time.Clock;
import java.util.List;
import java.util.Optional;

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
        model.addAttribute(
                "divergence",
                policies.divergence().points().stream().map(PolicyController::line).toList());
        model.addAttribute("problem", model.getAttribute("problem"));
        return "policy";
    }

    /// A version, and what it changed.
    ///
    /// @param against the version before, in words
    /// @param changes by what they mean; empty when one of the two can not be read any more
    record VersionView(
            int version,
            String note,
            String hash,
            String text,
            boolean first,
            String against,
            List<PolicyCheckView.Change> changes,
            List<TextDifference.Line> lines) {}

    @Needs(Permission.READ_POLICY)
    @GetMapping("/policy/versions/{version:[0-9]+}")
    String version(@PathVariable int version, Model model) {
        PolicyVersion found =
                policies.find(version)
                        .orElseThrow(() -> RejectedException.unknown("version of the policy"));
        Optional<PolicyVersion> before = policies.find(version - 1);
        model.addAttribute(
                "page",
                new VersionView(
                        version,
                        found.origin().note(),
                        found.hash().toString(),
                        found.text(),
                        before.isEmpty(),
                        before.isEmpty() ? "" : "against version " + (version - 1),
                        before.map(former -> changes(former, found)).orElse(List.of()),
                        before.map(former ->
                                        TextDifference.between(former.text(), found.text()).lines())
                                .orElse(List.of())));
        return "policy-version";
    }

    private List<PolicyCheckView.Change> changes(PolicyVersion before, PolicyVersion after) {
        Optional<PolicySnapshot> then = policies.snapshot(before.hash());
        Optional<PolicySnapshot> now = policies.snapshot(after.hash());
        if (then.isEmpty() || now.isEmpty()) {
            return List.of();
        }
        return PolicyDifference.between(then.get().policy(), now.get().policy()).changes().stream()
                .map(each -> new PolicyCheckView.Change(each.words(), each.material()))
                .toList();
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
