// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.exceptions.RuleExceptions;

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
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;

/// The page on which exceptions are asked for and decided.
@Controller
class ExceptionsController {
    private static final String PATH = "/exceptions";
    private static final int MOST = 100;

    private final RuleExceptions exceptions;
    private final ExceptionsApi api;
    private final Directory directory;
    private final Clock clock;

    ExceptionsController(Workspace workspace, Directory directory, ExceptionsApi api) {
        this.exceptions = workspace.exceptions();
        this.api = api;
        this.directory = directory;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping(PATH)
    String show(SignedIn caller, Model model) {
        List<RuleException> found =
                exceptions.list(ExceptionsApi.requester(caller), null, MOST).items();
        model.addAttribute(
                "page",
                ExceptionsView.of(
                        found, exceptions.uses(found), directory, caller, clock.instant()));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "exceptions";
    }

    @Needs(Permission.ASK_EXCEPTION)
    @PostMapping(PATH)
    String ask(
            @RequestParam String rule,
            @RequestParam String person,
            @RequestParam String tool,
            @RequestParam String plan,
            @RequestParam String repository,
            @RequestParam String reason,
            @RequestParam String risk,
            @RequestParam String control,
            @RequestParam String until,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                "Asked for. Nothing is lifted until others have approved it.",
                () ->
                        api.request(
                                new ExceptionsApi.ExceptionRequest(
                                        rule,
                                        given(person),
                                        null,
                                        given(tool),
                                        given(plan),
                                        given(repository),
                                        reason,
                                        risk,
                                        List.of(control),
                                        null,
                                        endOf(until)),
                                caller));
    }

    private static @Nullable String given(String field) {
        return field.isBlank() ? null : field.strip();
    }

    /// The end of a day in UTC.
    private static String endOf(String day) {
        try {
            return LocalDate.parse(day)
                    .plusDays(1)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .toString();
        } catch (DateTimeParseException e) {
            throw RejectedException.invalid("The last day is a day like 2026-12-24.");
        }
    }

    @Needs(value = Permission.DECIDE_EXCEPTION, fresh = true)
    @PostMapping("/exceptions/{id}/{act:approve|reject|revoke|control-failed}")
    String decide(
            @PathVariable String id,
            @PathVariable String act,
            SignedIn caller,
            RedirectAttributes next) {
        return switch (act) {
            case "approve" ->
                    attempt(next, "Approved.", () -> exceptions.approve(id, caller.actor()));
            case "control-failed" ->
                    attempt(
                            next,
                            "Ended: what should be done instead of the rule is not done.",
                            () -> exceptions.fail(id, 1, caller.actor()));
            case "revoke" -> attempt(next, "Ended.", () -> exceptions.revoke(id, caller.actor()));
            default -> attempt(next, "Rejected.", () -> exceptions.reject(id, caller.actor()));
        };
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
