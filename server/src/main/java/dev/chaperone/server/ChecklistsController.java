// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.checklists.Attesting;
import dev.chaperone.workspace.checklists.ChecklistState;
import dev.chaperone.workspace.checklists.Checklists;
import dev.chaperone.workspace.checklists.Progress;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The page with the checklists of the tools.
@Controller
class ChecklistsController {
    static final String PATH = "/checklists";

    private final Catalog catalog = Catalog.builtIn();
    private final Checklists checklists;
    private final ToolsHeard heard;
    private final Directory directory;
    private final Clock clock;

    ChecklistsController(Workspace workspace, Directory directory) {
        this.checklists = workspace.checklists();
        this.heard = new ToolsHeard(workspace.interactions(), workspace.clock());
        this.directory = directory;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping(PATH)
    String show(SignedIn caller, Model model) {
        PersonId person = caller.person();
        List<ChecklistState> mine =
                person == null ? List.of() : checklists.of(person, heard.of(person));
        List<Progress> everybody =
                caller.may(Permission.READ_EVERYBODYS_ACTIVITY) ? checklists.progress() : List.of();
        model.addAttribute(
                "page",
                ChecklistsView.of(
                        person != null,
                        checklists.gate(),
                        new ChecklistWords(catalog, clock.instant()),
                        mine,
                        everybody,
                        names(everybody)));
        // Handed over by the redirect that follows a form; null otherwise.
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "checklists";
    }

    private Directory.Names names(List<Progress> everybody) {
        Set<PersonId> shown =
                everybody.stream()
                        .flatMap(progress -> progress.open().stream().limit(ChecklistsView.MOST))
                        .map(Progress.Open::person)
                        .collect(Collectors.toSet());
        return directory.names(shown);
    }

    @Needs(Permission.READ_POLICY)
    @PostMapping(PATH + "/{tool}/{plan}/{item}")
    String attest(
            @PathVariable String tool,
            @PathVariable String plan,
            @PathVariable String item,
            @RequestParam String digest,
            @RequestParam(defaultValue = "") String evidence,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            checklists.attest(
                    new Attesting(
                            caller.themselves(),
                            ChecklistsApi.id(tool, ToolId::new),
                            ChecklistsApi.id(plan, PlanId::new),
                            item,
                            ChecklistsApi.digest(digest),
                            evidence.isBlank() ? null : evidence.strip(),
                            "portal"));
            next.addFlashAttribute("done", "Attested and recorded.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH;
    }
}
