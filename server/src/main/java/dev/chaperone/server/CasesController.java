// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.violations.Cases;
import dev.chaperone.workspace.violations.ViolationCase;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The pages on which violations are looked into.
@Controller
class CasesController {
    private static final String PATH = "/cases";
    private static final int MOST = 200;

    private final Cases cases;
    private final CasesApi api;
    private final Interactions interactions;
    private final Reads reads;
    private final Directory directory;
    private final Rows rows;
    private final Clock clock;

    CasesController(Workspace workspace, Directory directory, Rows rows, CasesApi api) {
        this.cases = workspace.conduct().cases();
        this.interactions = workspace.interactions();
        this.reads = workspace.reads();
        this.api = api;
        this.directory = directory;
        this.rows = rows;
        this.clock = workspace.clock();
    }

    @Needs(Permission.ANSWER_CASES)
    @GetMapping(PATH)
    String list(SignedIn caller, Model model) {
        Instant now = clock.instant();
        List<ViolationCase> found = api.visible(caller, null, MOST).items();
        long open = found.stream().filter(each -> each.decision() == null).count();
        model.addAttribute(
                "page",
                new CasesView(
                        found.isEmpty()
                                ? "No case was opened."
                                : "%s open, of %s"
                                        .formatted(Words.number(open), Words.number(found.size())),
                        caller.may(Permission.DECIDE_CASES),
                        found.stream()
                                .map(each -> CasesView.one(each, directory, caller, now))
                                .toList()));
        handOver(model);
        return "cases";
    }

    @Needs(Permission.ANSWER_CASES)
    @GetMapping(PATH + "/{id}")
    String show(@PathVariable String id, SignedIn caller, Model model) {
        ViolationCase about = api.visible(id, caller);
        Instant now = clock.instant();
        model.addAttribute("page", CasesView.one(about, directory, caller, now));
        model.addAttribute("requests", rows.of(evidence(about, caller), now));
        handOver(model);
        return "case";
    }

    /// That they are read is recorded first.
    private List<Interaction> evidence(ViolationCase about, SignedIn caller) {
        if (!CasesApi.mayKnow(about, caller)) {
            return List.of();
        }
        List<Interaction> found =
                about.evidence().stream()
                        .map(request -> interactions.find(caller.scope(), request))
                        .flatMap(Optional::stream)
                        .toList();
        found.forEach(each -> reads.opened(caller.actor(), each));
        return found;
    }

    @Needs(Permission.DECIDE_CASES)
    @PostMapping(PATH)
    String open(
            @RequestParam String person,
            @RequestParam String rule,
            @RequestParam String note,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            ViolationCase made =
                    cases.open(
                            api.person(person.strip()),
                            rule.isBlank() ? List.of() : List.of(rule.strip()),
                            List.of(),
                            note,
                            caller.actor());
            next.addFlashAttribute("done", "The case is open. Somebody else decides it.");
            return "redirect:" + PATH + "/" + made.id();
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
            return "redirect:" + PATH;
        }
    }

    @Needs(Permission.ANSWER_CASES)
    @PostMapping(PATH + "/{id}/statement")
    String hear(
            @PathVariable String id,
            @RequestParam String statement,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next, id, "Written down and recorded.", () -> api.hear(id, statement, caller));
    }

    @Needs(Permission.DECIDE_CASES)
    @PostMapping(PATH + "/{id}/decision")
    String decide(
            @PathVariable String id,
            @RequestParam String finding,
            @RequestParam String sanction,
            @RequestParam String reference,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                id,
                "Decided and recorded.",
                () ->
                        api.decide(
                                id,
                                finding,
                                finding.equals("violation") ? sanction : null,
                                reference,
                                caller));
    }

    private static String attempt(RedirectAttributes next, String id, String done, Runnable work) {
        try {
            work.run();
            next.addFlashAttribute("done", done);
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH + "/" + id;
    }

    private static void handOver(Model model) {
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
    }
}
