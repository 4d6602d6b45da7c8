// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.Proposal;
import dev.chaperone.workspace.policies.Proposals;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.function.Supplier;

/// The pages on which the next policy is written, approved and put in force.
@Controller
class ProposalsController {
    private static final String PAGE = "/policy/proposals/";

    private final Policies policies;
    private final Proposals proposals;
    private final Directory directory;
    private final ReplaysController replays;
    private final Clock clock;

    ProposalsController(Workspace workspace, Directory directory, ReplaysController replays) {
        this.policies = workspace.policies();
        this.proposals = workspace.proposals();
        this.directory = directory;
        this.replays = replays;
        this.clock = workspace.clock();
    }

    /// Begins with the policy in force, or with the file that somebody left in the data directory.
    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping("/policy/proposals")
    String begin(SignedIn caller, RedirectAttributes next) {
        String text = policies.draft().orElseGet(() -> policies.current().text());
        return attempt(
                next,
                () -> proposals.draft(new Proposals.Draft(text, "", false), caller.actor()),
                "This is a draft. Nothing changes until it is approved and published.");
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/policy/proposals/{id}")
    String show(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String replay,
            SignedIn caller,
            Model model) {
        Proposal proposal =
                proposals.find(id).orElseThrow(() -> RejectedException.unknown("proposal"));
        model.addAttribute(
                "page", ProposalView.of(proposal, proposals, directory, caller, clock.instant()));
        model.addAttribute("check", PolicyCheckView.of(policies, proposal.text()));
        model.addAttribute("replay", replays.view(proposal.id(), replay, caller));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "proposal";
    }

    /// What is wrong with a text while somebody writes it.
    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping("/policy/check")
    String check(@RequestParam String text, Model model) {
        model.addAttribute("check", PolicyCheckView.of(policies, text));
        return "proposal :: check";
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping("/policy/proposals/{id}")
    String write(
            @PathVariable String id,
            @RequestParam String text,
            @RequestParam String note,
            @RequestParam(required = false) @Nullable String material,
            @RequestParam String act,
            SignedIn caller,
            RedirectAttributes next) {
        Proposals.Draft draft = new Proposals.Draft(lines(text), note, material != null);
        return act.equals("submit")
                ? attempt(
                        next,
                        () -> {
                            proposals.edit(id, draft, caller.actor());
                            return proposals.submit(id, caller.actor());
                        },
                        "Submitted. It waits for approvals now.",
                        id)
                : attempt(next, () -> proposals.edit(id, draft, caller.actor()), "Saved.", id);
    }

    /// Browsers send lines with a carriage return; the file has none.
    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }

    @Needs(value = Permission.PUBLISH_POLICY, fresh = true)
    @PostMapping("/policy/proposals/{id}/{act:approve|send-back|withdraw|publish}")
    String act(
            @PathVariable String id,
            @PathVariable String act,
            @RequestParam(defaultValue = "") String hash,
            @RequestParam(defaultValue = "") String note,
            SignedIn caller,
            RedirectAttributes next) {
        return switch (act) {
            case "approve" ->
                    attempt(
                            next,
                            () ->
                                    proposals.approve(
                                            id,
                                            AcceptableUseController.digest(hash),
                                            caller.actor()),
                            "Approved, exactly as it stands here.",
                            id);
            case "send-back" ->
                    attempt(
                            next,
                            () -> proposals.sendBack(id, note, caller.actor()),
                            "Sent back to its author.",
                            id);
            case "publish" ->
                    attempt(
                            next,
                            () -> proposals.publish(id, caller.actor()),
                            "Published. The gateway decides by it now.",
                            id);
            default ->
                    attempt(next, () -> proposals.withdraw(id, caller.actor()), "Withdrawn.", id);
        };
    }

    private static String attempt(RedirectAttributes next, Supplier<Proposal> work, String done) {
        return attempt(next, work, done, "");
    }

    /// @param id of the page to come back to when it fails
    private static String attempt(
            RedirectAttributes next, Supplier<Proposal> work, String done, String id) {
        try {
            Proposal now = work.get();
            next.addFlashAttribute("done", done);
            return "redirect:" + PAGE + now.id();
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
            return id.isEmpty() ? "redirect:/policy" : "redirect:" + PAGE + id;
        }
    }
}
