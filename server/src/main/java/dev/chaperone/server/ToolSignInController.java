// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Refusals;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.signins.Looked;
import dev.chaperone.workspace.signins.ToolSignIn;
import dev.chaperone.workspace.signins.ToolSignIns;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;

/// The page to which a tool sends a person who signs in, and the end of sign-ins. A code in the
/// address is only filled in: nothing happens before somebody has seen what they approve.
@Controller
class ToolSignInController {
    static final String PATH = "/device";

    private static final String VIEW = "tool-sign-in";

    private final ToolSignIns signIns;
    private final People people;
    private final Refusals refusals;
    private final Clock clock;

    ToolSignInController(Workspace workspace) {
        this.signIns = workspace.toolSignIns();
        this.people = workspace.people();
        this.refusals = workspace.refusals();
        this.clock = workspace.clock();
    }

    @Needs(Permission.ENTER)
    @GetMapping(PATH)
    String show(@RequestParam(defaultValue = "") String code, Model model) {
        String filled = AfterSignIn.isCode(code) ? code : "";
        model.addAttribute("device", new ToolSignInView(filled, null, null, List.of()));
        return page(model, (String) model.getAttribute("problem"));
    }

    private static String page(Model model, @Nullable String problem) {
        model.addAttribute("problem", problem);
        // Handed over by the redirect that follows a decision; null otherwise.
        model.addAttribute("done", model.getAttribute("done"));
        return VIEW;
    }

    /// Shows what waits behind a code.
    @Needs(Permission.ENTER)
    @PostMapping(PATH)
    String look(
            @RequestParam String code,
            SignedIn caller,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        ToolSignIn waiting = waiting(code, caller, request, response, model);
        if (waiting == null) {
            return VIEW;
        }
        model.addAttribute("device", view(code, waiting, caller));
        return page(model, null);
    }

    /// The sign-in behind a code; null when the page already says why there is none.
    private @Nullable ToolSignIn waiting(
            String code,
            SignedIn caller,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        return switch (signIns.look(code, caller.actor(), request.getRemoteAddr())) {
            case Looked.Waiting(ToolSignIn signIn) -> signIn;
            case Looked.Nothing() -> {
                refusals.refused("user-code");
                response.setStatus(HttpStatus.NOT_FOUND.value());
                again(
                        model,
                        "No tool waits with this code. Codes are good for ten minutes and for one"
                                + " sign-in; look at your terminal.");
                yield null;
            }
            case Looked.TooManyGuesses() -> {
                response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
                again(
                        model,
                        "Too many wrong codes. Wait ten minutes, then begin the sign-in again in"
                                + " your tool.");
                yield null;
            }
        };
    }

    private static void again(Model model, String problem) {
        model.addAttribute("device", new ToolSignInView("", null, null, List.of()));
        page(model, problem);
    }

    private ToolSignInView view(String code, ToolSignIn waiting, SignedIn caller) {
        return new ToolSignInView(
                code,
                new ToolSignInView.Waiting(
                        tool(waiting.client()),
                        waiting.address(),
                        Moment.of(waiting.askedAt(), clock.instant())),
                caller.person() == null ? null : caller.name(),
                caller.may(Permission.MANAGE_TOKENS) ? others(caller) : List.of());
    }

    private List<ToolSignInView.Choice> others(SignedIn caller) {
        return Page.all(people::list).stream()
                .filter(person -> person.active() && !person.id().equals(caller.person()))
                .sorted(Comparator.comparing(Person::name, String.CASE_INSENSITIVE_ORDER))
                .map(person ->
                        new ToolSignInView.Choice(
                                person.id().value(), person.name() + " (" + person.email() + ")"))
                .toList();
    }

    /// What a tool calls itself, in words.
    static String tool(String client) {
        return client.isEmpty()
                ? "a tool that does not say what it is"
                : client.replaceFirst("^claude-code", "Claude Code").replace('/', ' ');
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/decision")
    String decide(
            @RequestParam String code,
            @RequestParam String decision,
            @RequestParam(defaultValue = "") String person,
            SignedIn caller,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model,
            RedirectAttributes next) {
        ToolSignIn waiting = waiting(code, caller, request, response, model);
        if (waiting == null) {
            return VIEW;
        }
        try {
            if (decision.equals("approve")) {
                Person whose = whose(person, caller);
                signIns.approve(waiting.id(), whose.id(), caller.actor());
                next.addFlashAttribute(
                        "done",
                        "Approved for "
                                + whose.name()
                                + ". Go back to your terminal: it asks"
                                + " whether the address it shows is yours, then you can begin.");
            } else {
                signIns.deny(waiting.id(), caller.actor());
                next.addFlashAttribute("done", "Denied. The tool gets no access.");
            }
            return "redirect:" + PATH;
        } catch (RejectedException rejected) {
            response.setStatus(HttpStatus.CONFLICT.value());
            model.addAttribute("device", view(code, waiting, caller));
            return page(model, rejected.getMessage());
        }
    }

    /// For whom the tool shall act: for whoever approves, or for another where they could make a
    /// token for that one too.
    private Person whose(String chosen, SignedIn caller) {
        PersonId self = caller.person();
        if (!chosen.isEmpty() && !caller.may(Permission.MANAGE_TOKENS)) {
            throw new ForbiddenException("You can approve a sign-in for yourself only.");
        }
        if (chosen.isEmpty() && self == null) {
            throw RejectedException.invalid("Choose the person for whom the tool shall act.");
        }
        return (chosen.isEmpty() && self != null ? people.find(self) : people.find(chosen))
                .filter(Person::active)
                .orElseThrow(() -> RejectedException.unknown("person"));
    }

    @Needs(Permission.MANAGE_TOKENS)
    @PostMapping("/people/{id}/sign-ins/{signIn}/end")
    String end(@PathVariable String id, @PathVariable String signIn, SignedIn caller) {
        Person person = people.find(id).orElseThrow(() -> RejectedException.unknown("person"));
        boolean theirs =
                signIns.of(person.id()).stream().anyMatch(each -> each.id().equals(signIn));
        if (!theirs) {
            throw RejectedException.unknown("sign-in");
        }
        signIns.end(signIn, caller.actor());
        return "redirect:/people/" + person.id().value();
    }
}
