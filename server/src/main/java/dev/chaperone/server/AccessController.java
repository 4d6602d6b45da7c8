// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.access.Grants;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/// The page on which access to tools is asked for, decided and ended.
@Controller
class AccessController {
    static final String PATH = "/access";
    private static final int MOST = 100;

    private final AccessRequests requests;
    private final Grants grants;
    private final AccessApi api;
    private final Directory directory;
    private final InForce inForce;
    private final Clock clock;

    AccessController(Workspace workspace, Directory directory, AccessApi api) {
        this.requests = workspace.accessRequests();
        this.grants = workspace.grants();
        this.api = api;
        this.directory = directory;
        this.inForce = workspace.inForce();
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping(PATH)
    String show(SignedIn caller, Model model) {
        PersonId self = caller.person();
        boolean all = caller.may(Permission.READ_ACCESS);
        List<AccessRequest> waiting =
                self != null && caller.may(Permission.DECIDE_ACCESS)
                        ? requests.waitingFor(self)
                        : List.of();
        Page<AccessRequest> asked =
                all || self != null
                        ? requests.list(all ? null : self, null, MOST)
                        : new Page<>(List.of(), null);
        Page<Grant> held =
                all || self != null
                        ? grants.list(all ? null : self, null, MOST)
                        : new Page<>(List.of(), null);
        List<Grant> seats = caller.may(Permission.MANAGE_ACCESS) ? grants.seatsToGive() : List.of();
        model.addAttribute(
                "page",
                AccessView.of(
                        new AccessView.Found(waiting, asked.items(), held.items(), seats),
                        grants.matrix(),
                        inForce.policy(),
                        directory,
                        caller,
                        clock.instant()));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "access";
    }

    /// @param way tool and plan, as the page offers them
    /// @param kind with what somebody wants to get in
    /// @param until the last day, in the company's zone
    @Needs(Permission.ASK_ACCESS)
    @PostMapping(PATH)
    String ask(
            @RequestParam String way,
            @RequestParam(defaultValue = "seat") String kind,
            @RequestParam(required = false) @Nullable List<String> classes,
            @RequestParam(defaultValue = "") String person,
            @RequestParam String reason,
            @RequestParam String until,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "Asked for. It is granted when others have approved it.",
                () -> {
                    String[] parts = way.split(" ", -1);
                    if (parts.length != 2) {
                        throw RejectedException.invalid("Choose a tool and plan.");
                    }
                    LocalDate last = Given.day("until", until);
                    api.request(
                            new AccessApi.WishJson(
                                    person.isBlank() ? null : person.strip(),
                                    parts[0],
                                    parts[1],
                                    kind,
                                    classes == null ? null : List.copyOf(classes),
                                    reason,
                                    last.plusDays(1)
                                            .atStartOfDay(
                                                    inForce.policy().policy().heading().zone())
                                            .toInstant()
                                            .toString()),
                            caller);
                });
    }

    @Needs(Permission.DECIDE_ACCESS)
    @PostMapping("/access/{id}/{act:approve|reject}")
    String decide(
            @PathVariable String id,
            @PathVariable String act,
            SignedIn caller,
            RedirectAttributes next) {
        return act.equals("approve")
                ? attempt(next, "Approved.", () -> api.approve(id, caller))
                : attempt(next, "Rejected.", () -> api.reject(id, caller));
    }

    @Needs(Permission.ASK_ACCESS)
    @PostMapping("/access/{id}/withdraw")
    String withdraw(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        return attempt(next, "Taken back.", () -> api.withdraw(id, caller));
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping("/access/grants/{id}/revoke")
    String revoke(
            @PathVariable String id,
            @RequestParam String reason,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "Ended: the gateway refuses from now on.",
                () -> api.revoke(id, new AccessApi.ReasonJson(reason), caller));
    }

    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping("/access/grants/{id}/seat")
    String prove(
            @PathVariable String id,
            @RequestParam String proof,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "The account is proved.",
                () -> api.prove(id, new AccessApi.ProofJson(proof), caller));
    }

    private static String attempt(RedirectAttributes next, String done, Runnable work) {
        try {
            work.run();
            next.addFlashAttribute("done", done);
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH;
    }
}
