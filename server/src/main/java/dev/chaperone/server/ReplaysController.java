// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.Proposal;
import dev.chaperone.workspace.policies.Proposals;
import dev.chaperone.workspace.replays.NewReplay;
import dev.chaperone.workspace.replays.ReplayRun;
import dev.chaperone.workspace.replays.Replays;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Tries the text of a proposal on the traffic of the last 30 days.
@Controller
class ReplaysController {
    private static final Duration PERIOD = Duration.ofDays(30);

    private final Replays replays;
    private final Policies policies;
    private final Proposals proposals;
    private final Directory directory;
    private final Clock clock;

    ReplaysController(Workspace workspace, Directory directory) {
        this.replays = workspace.replays();
        this.policies = workspace.policies();
        this.proposals = workspace.proposals();
        this.directory = directory;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @PostMapping("/policy/proposals/{id}/replays")
    String start(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        Proposal proposal =
                proposals.find(id).orElseThrow(() -> RejectedException.unknown("proposal"));
        String page = "redirect:/policy/proposals/" + proposal.id();
        try {
            Instant now = clock.instant();
            NewReplay wanted =
                    new NewReplay(policies.check(proposal.text()), now.minus(PERIOD), now);
            return page + "?replay=" + replays.start(wanted, caller.actor()).id() + "#replay";
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
            return page;
        }
    }

    /// The section by itself, for the page that waits for it.
    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/policy/proposals/{id}/replays/{replay}")
    String show(
            @PathVariable String id, @PathVariable String replay, SignedIn caller, Model model) {
        Proposal proposal =
                proposals.find(id).orElseThrow(() -> RejectedException.unknown("proposal"));
        model.addAttribute("replay", view(proposal.id(), replay, caller));
        return "replay :: section";
    }

    /// What the page of a proposal shows.
    ///
    /// @param asked id of a replay; null when none was asked for
    ReplayView view(String proposal, @Nullable String asked, SignedIn caller) {
        if (asked == null) {
            return ReplayView.none(proposal, caller);
        }
        ReplayRun run = replays.find(asked, caller.actor()).orElse(null);
        return run == null
                ? ReplayView.forgotten(proposal, caller)
                : ReplayView.of(proposal, run, directory, caller);
    }
}
