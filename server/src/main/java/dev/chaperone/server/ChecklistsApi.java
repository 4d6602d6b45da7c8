// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.checklists.Attesting;
import dev.chaperone.workspace.checklists.Checklists;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.Locale;
import java.util.function.Function;

/// Checklists of the tools. People see and attest their own.
@RestController
class ChecklistsApi {
    private final Checklists checklists;
    private final People people;
    private final ToolsHeard heard;

    ChecklistsApi(Workspace workspace) {
        this.checklists = workspace.checklists();
        this.people = workspace.people();
        this.heard = new ToolsHeard(workspace.interactions(), workspace.clock());
    }

    /// What somebody attests.
    ///
    /// @param digest of the item that was read; another one is refused
    /// @param evidence a text or a link
    record AttestRequest(@Nullable String digest, @Nullable String evidence) {}

    /// One's own; another's for whoever answers for all.
    @Needs(Permission.READ_POLICY)
    @GetMapping("/api/v1/checklists")
    Page<ChecklistJson.ListJson> list(
            @RequestParam(required = false) @Nullable String person, SignedIn caller) {
        PersonId whose = whose(person, caller);
        String gate = checklists.gate().name().toLowerCase(Locale.ROOT);
        return new Page<>(
                checklists
                        .of(whose, whose.equals(caller.person()) ? heard.of(whose) : null)
                        .stream()
                        .map(state -> ChecklistJson.ListJson.of(whose, state, gate))
                        .toList(),
                null);
    }

    private PersonId whose(@Nullable String person, SignedIn caller) {
        if (person == null) {
            return caller.themselves().person();
        }
        boolean everybody = caller.may(Permission.READ_EVERYBODYS_ACTIVITY);
        PersonId found = people.find(person).map(Person::id).orElse(null);
        if (!everybody && (found == null || !found.equals(caller.person()))) {
            throw new ForbiddenException("You see your own checklists only.");
        }
        if (found == null) {
            throw RejectedException.unknown("person");
        }
        return found;
    }

    /// How far everybody has come, by tool and plan.
    @Needs(Permission.READ_EVERYBODYS_ACTIVITY)
    @GetMapping("/api/v1/checklists/progress")
    Page<ChecklistJson.ProgressJson> progress() {
        return new Page<>(
                checklists.progress().stream().map(ChecklistJson.ProgressJson::of).toList(), null);
    }

    /// Attests an item of the caller's own checklist.
    @Needs(Permission.READ_POLICY)
    @PostMapping("/api/v1/checklists/{tool}/{plan}/{item}")
    @ResponseStatus(HttpStatus.CREATED)
    ChecklistJson.AttestationJson attest(
            @PathVariable String tool,
            @PathVariable String plan,
            @PathVariable String item,
            @RequestBody AttestRequest given,
            SignedIn caller) {
        return ChecklistJson.AttestationJson.of(
                checklists.attest(
                        new Attesting(
                                caller.themselves(),
                                id(tool, ToolId::new),
                                id(plan, PlanId::new),
                                item,
                                digest(given.digest()),
                                given.evidence(),
                                "api")));
    }

    static @Nullable Digest digest(@Nullable String written) {
        return written == null ? null : AcceptableUseController.digest(written);
    }

    /// What is no id is the id of no checklist.
    static <T> T id(String written, Function<String, T> made) {
        try {
            return made.apply(written);
        } catch (IllegalArgumentException e) {
            throw RejectedException.unknown("checklist");
        }
    }
}
