// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.violations.Cases;
import dev.chaperone.workspace.violations.Sanction;
import dev.chaperone.workspace.violations.ViolationCase;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Violations of the policy. Those who only read see that there are cases and how they ended; about
/// whom, and what was said, is for those who decide and for whom it concerns.
@RestController
class CasesApi {
    private static final String ROOT = "/api/v1/cases";

    private final Cases cases;
    private final People people;

    CasesApi(Workspace workspace) {
        this.cases = workspace.conduct().cases();
        this.people = workspace.people();
    }

    /// @param person id or e-mail address
    /// @param rules clauses or rules of the policy
    /// @param interactions ids of requests
    /// @param note what was noticed
    record OpeningJson(
            @Nullable String person,
            @Nullable List<@Nullable String> rules,
            @Nullable List<@Nullable String> interactions,
            @Nullable String note) {}

    /// @param statement what the person says; empty when they decline
    record StatementJson(@Nullable String statement) {}

    /// @param finding `violation` or `no-violation`
    /// @param sanction of a violation: `reminder`, `retraining`, `written-warning`,
    ///   `access-suspension` or `hr-procedure`
    /// @param hrReference where the personnel department keeps the rest
    record DecisionJson(
            @Nullable String finding, @Nullable String sanction, @Nullable String hrReference) {}

    /// A case.
    ///
    /// @param person id; null for those who may not know
    /// @param cause `repeated`, `severe` or `reported`
    /// @param state `open`, `heard` or `decided`
    /// @param note of whoever opened it; null for those who may not know, as the statement
    record CaseJson(
            String id,
            long number,
            @Nullable String person,
            String cause,
            String state,
            List<String> rules,
            int requests,
            @Nullable List<String> interactions,
            @Nullable String note,
            Instant opened,
            String openedBy,
            @Nullable Instant heard,
            @Nullable Boolean declined,
            @Nullable String statement,
            @Nullable String finding,
            @Nullable String sanction,
            @Nullable String hrReference,
            @Nullable Instant decided,
            @Nullable String decidedBy) {}

    @Needs(Permission.DECIDE_CASES)
    @PostMapping(ROOT)
    @ResponseStatus(HttpStatus.CREATED)
    CaseJson open(@RequestBody OpeningJson opening, SignedIn caller) {
        return json(
                cases.open(
                        person(Given.text("person", opening.person())),
                        Given.texts("rules", opening.rules()),
                        Given.texts("interactions", opening.interactions()),
                        Given.text("note", opening.note()),
                        caller.actor()),
                caller);
    }

    PersonId person(String idOrEmail) {
        return people.find(idOrEmail)
                .map(Person::id)
                .orElseThrow(() -> RejectedException.unknown("person"));
    }

    /// Those about oneself; all for those who may see them.
    @Needs(Permission.ANSWER_CASES)
    @GetMapping(ROOT)
    Page<CaseJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        Page<ViolationCase> page = visible(caller, cursor, limit);
        return new Page<>(
                page.items().stream().map(each -> json(each, caller)).toList(), page.next());
    }

    Page<ViolationCase> visible(SignedIn caller, @Nullable String cursor, int limit) {
        return cases.list(
                caller.may(Permission.READ_CASES) ? null : caller.person(), cursor, limit);
    }

    /// Somebody else's does not exist for those who see their own only.
    @Needs(Permission.ANSWER_CASES)
    @GetMapping(ROOT + "/{id}")
    CaseJson show(@PathVariable String id, SignedIn caller) {
        return json(visible(id, caller), caller);
    }

    ViolationCase visible(String id, SignedIn caller) {
        return cases.find(id)
                .filter(each ->
                        caller.may(Permission.READ_CASES) || each.person().equals(caller.person()))
                .orElseThrow(() -> RejectedException.unknown("case"));
    }

    /// What the person says: written by themselves, or by whoever asked them.
    @Needs(Permission.ANSWER_CASES)
    @PostMapping(ROOT + "/{id}/statement")
    CaseJson hear(@PathVariable String id, @RequestBody StatementJson said, SignedIn caller) {
        return json(hear(id, said.statement() == null ? "" : said.statement(), caller), caller);
    }

    ViolationCase hear(String id, String statement, SignedIn caller) {
        ViolationCase about = visible(id, caller);
        if (!mayKnow(about, caller)) {
            throw new ForbiddenException("That is for whom it concerns and for those who decide.");
        }
        return cases.hear(id, statement, caller.actor());
    }

    @Needs(Permission.DECIDE_CASES)
    @PostMapping(ROOT + "/{id}/decision")
    CaseJson decide(@PathVariable String id, @RequestBody DecisionJson told, SignedIn caller) {
        return json(
                decide(
                        id,
                        Given.text("finding", told.finding()),
                        told.sanction(),
                        told.hrReference(),
                        caller),
                caller);
    }

    ViolationCase decide(
            String id,
            String finding,
            @Nullable String sanction,
            @Nullable String hrReference,
            SignedIn caller) {
        if (!finding.equals("violation") && !finding.equals("no-violation")) {
            throw RejectedException.invalid("finding is violation or no-violation.");
        }
        return cases.decide(
                id,
                new Cases.Verdict(
                        finding.equals("violation"),
                        sanction == null || sanction.isBlank() ? null : sanction(sanction),
                        hrReference == null || hrReference.isBlank() ? null : hrReference.strip()),
                caller.actor());
    }

    private static Sanction sanction(String written) {
        return Sanction.of(written)
                .orElseThrow(() ->
                        RejectedException.invalid(
                                "sanction is one of: "
                                        + Arrays.stream(Sanction.values())
                                                .map(Sanction::written)
                                                .collect(Collectors.joining(", "))
                                        + "."));
    }

    /// Whether somebody may know about whom it is and what was said.
    static boolean mayKnow(ViolationCase about, SignedIn caller) {
        return caller.may(Permission.DECIDE_CASES) || about.person().equals(caller.person());
    }

    private static CaseJson json(ViolationCase about, SignedIn caller) {
        boolean knows = mayKnow(about, caller);
        ViolationCase.Hearing hearing = about.hearing();
        ViolationCase.Decision decision = about.decision();
        return new CaseJson(
                about.id(),
                about.number(),
                knows ? about.person().value() : null,
                about.cause().written(),
                about.state().name().toLowerCase(Locale.ROOT),
                about.rules(),
                about.evidence().size(),
                knows ? about.evidence() : null,
                knows ? about.note() : null,
                about.openedAt(),
                about.openedBy(),
                hearing == null ? null : hearing.at(),
                hearing == null ? null : hearing.declined(),
                knows && hearing != null ? hearing.statement() : null,
                decision == null ? null : decision.violation() ? "violation" : "no-violation",
                decision == null || decision.sanction() == null
                        ? null
                        : decision.sanction().written(),
                knows && decision != null ? decision.hrReference() : null,
                decision == null ? null : decision.at(),
                decision == null ? null : decision.by());
    }
}
