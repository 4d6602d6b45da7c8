// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.erasures.Erasures;
import dev.chaperone.workspace.holds.Holds;
import dev.chaperone.workspace.holds.NewHold;
import dev.chaperone.workspace.openings.Openings;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/// The page about captured content, and the decisions made there.
@Controller
class CapturesController {
    private static final String APPROVE = "approve";

    private final CapturesPage page;
    private final Openings openings;
    private final Holds holds;
    private final Erasures erasures;
    private final People people;

    CapturesController(Workspace workspace) {
        this.page = new CapturesPage(workspace);
        this.openings = workspace.content().openings();
        this.holds = workspace.content().holds();
        this.erasures = workspace.content().erasures();
        this.people = workspace.people();
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/captures")
    String show(SignedIn caller, Model model) {
        model.addAttribute("captures", page.of(caller));
        // Handed over by the redirect that follows a form; null otherwise.
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "captures";
    }

    @Needs(value = Permission.DECIDE_OPENINGS, fresh = true)
    @PostMapping("/captures/openings/{id}/{verdict:approve|refuse}")
    String decideOpening(
            @PathVariable String id,
            @PathVariable String verdict,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "It is decided and recorded.",
                () -> openings.decide(id, verdict.equals(APPROVE), caller.somebody()));
    }

    @Needs(Permission.MANAGE_CAPTURES)
    @PostMapping("/captures/holds")
    String askHold(
            @RequestParam String person,
            @RequestParam String reason,
            @RequestParam String review,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "It is held from now on. Another person has to confirm it within seven days.",
                () ->
                        holds.ask(
                                new NewHold(
                                        CaptureHoldsApi.scope(people, person),
                                        reason,
                                        CaptureHoldsApi.day(review)),
                                caller.somebody()));
    }

    @Needs(value = Permission.CONFIRM_CAPTURES, fresh = true)
    @PostMapping("/captures/holds/{id}/{verdict:approve|refuse}")
    String decideHold(
            @PathVariable String id,
            @PathVariable String verdict,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "It is decided and recorded.",
                () -> holds.decide(id, verdict.equals(APPROVE), caller.somebody()));
    }

    @Needs(Permission.MANAGE_CAPTURES)
    @PostMapping("/captures/holds/{id}/release")
    String askRelease(
            @PathVariable String id,
            @RequestParam String reason,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "The release waits for another person. The hold goes on until then.",
                () -> holds.askRelease(id, reason, caller.somebody()));
    }

    @Needs(value = Permission.CONFIRM_CAPTURES, fresh = true)
    @PostMapping("/captures/holds/{id}/release/{verdict:approve|refuse}")
    String decideRelease(
            @PathVariable String id,
            @PathVariable String verdict,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "It is decided and recorded.",
                () -> holds.decideRelease(id, verdict.equals(APPROVE), caller.somebody()));
    }

    @Needs(Permission.MANAGE_CAPTURES)
    @PostMapping("/captures/erasures")
    String askErasure(
            @RequestParam String person,
            @RequestParam String reason,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "The erasure waits for another person. Nothing is erased until then.",
                () ->
                        erasures.ask(
                                people.find(person)
                                        .map(Person::id)
                                        .orElseThrow(() -> RejectedException.unknown("person")),
                                reason,
                                caller.somebody()));
    }

    @Needs(value = Permission.CONFIRM_CAPTURES, fresh = true)
    @PostMapping("/captures/erasures/{id}/{verdict:approve|refuse}")
    String decideErasure(
            @PathVariable String id,
            @PathVariable String verdict,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "It is decided and recorded.",
                () -> erasures.decide(id, verdict.equals(APPROVE), caller.somebody()));
    }

    private static String attempt(RedirectAttributes next, String done, Runnable work) {
        try {
            work.run();
            next.addFlashAttribute("done", done);
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:/captures";
    }
}
