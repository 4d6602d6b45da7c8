// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.access.AccessRequest;
import dev.chaperone.workspace.access.AccessRequests;
import dev.chaperone.workspace.access.EffectiveAccess;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.access.Wish;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.policies.PolicyVersion;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Requests for access, and what was granted.
@RestController
class AccessApi {
    private static final String REQUESTS = "/api/v1/access-requests";
    private static final String GRANTS = "/api/v1/grants";

    private final AccessRequests requests;
    private final Grants grants;
    private final EffectiveAccess effective;
    private final People people;
    private final Clock clock;

    AccessApi(Workspace workspace) {
        this.requests = workspace.accessRequests();
        this.grants = workspace.grants();
        this.effective =
                new EffectiveAccess(
                        workspace.people(),
                        workspace.policies(),
                        workspace.grants(),
                        workspace.clock());
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// What somebody asks to be granted.
    ///
    /// @param person id or e-mail address; oneself when it is missing
    /// @param kind `seat`, `key` or `token`; `seat` when it is missing
    /// @param classes of repositories in which alone it shall hold; everywhere when they are
    ///   missing
    record WishJson(
            @Nullable String person,
            @Nullable String tool,
            @Nullable String plan,
            @Nullable String kind,
            @Nullable List<@Nullable String> classes,
            @Nullable String reason,
            @Nullable String until) {}

    /// @param reason why it ends
    record ReasonJson(@Nullable String reason) {}

    /// @param proof how it is known that the account at the vendor is there
    record ProofJson(@Nullable String proof) {}

    @Needs(Permission.ASK_ACCESS)
    @PostMapping(REQUESTS)
    @ResponseStatus(HttpStatus.CREATED)
    AccessJson.RequestJson request(@RequestBody WishJson wish, SignedIn caller) {
        PersonId self = caller.somebody().person();
        return json(
                requests.request(
                        new Wish(
                                wish.person() == null ? self : person(wish.person()),
                                id("tool", wish.tool(), ToolId::new),
                                id("plan", wish.plan(), PlanId::new),
                                wish.kind() == null
                                        ? AccessKind.SEAT
                                        : AccessKind.parse(wish.kind()),
                                Set.copyOf(Given.texts("classes", wish.classes())),
                                Given.text("reason", wish.reason()),
                                moment("until", wish.until())),
                        self));
    }

    @Needs(Permission.ASK_ACCESS)
    @GetMapping(REQUESTS)
    Page<AccessJson.RequestJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        PersonId own = caller.may(Permission.READ_ACCESS) ? null : caller.person();
        Page<AccessRequest> page = requests.list(own, cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    /// What waits for the caller's decision.
    @Needs(Permission.DECIDE_ACCESS)
    @GetMapping(REQUESTS + "/waiting")
    Page<AccessJson.RequestJson> waiting(SignedIn caller) {
        PersonId person = caller.person();
        return new Page<>(
                person == null
                        ? List.of()
                        : requests.waitingFor(person).stream().map(this::json).toList(),
                null);
    }

    @Needs(Permission.DECIDE_ACCESS)
    @PostMapping(REQUESTS + "/{id}/approval")
    AccessJson.RequestJson approve(@PathVariable String id, SignedIn caller) {
        return json(requests.approve(id, caller.somebody().person()));
    }

    @Needs(Permission.DECIDE_ACCESS)
    @PostMapping(REQUESTS + "/{id}/rejection")
    AccessJson.RequestJson reject(@PathVariable String id, SignedIn caller) {
        return json(requests.reject(id, caller.somebody().person()));
    }

    @Needs(Permission.ASK_ACCESS)
    @PostMapping(REQUESTS + "/{id}/withdrawal")
    AccessJson.RequestJson withdraw(@PathVariable String id, SignedIn caller) {
        return json(requests.withdraw(id, caller.somebody().person()));
    }

    /// @param person whose, by id or e-mail address; everybody's when it is missing
    @Needs(Permission.ASK_ACCESS)
    @GetMapping(GRANTS)
    Page<AccessJson.GrantJson> grants(
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        PersonId whose =
                !caller.may(Permission.READ_ACCESS)
                        ? caller.person()
                        : person == null ? null : person(person);
        Page<Grant> page = grants.list(whose, cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    /// Ends a grant before its time.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(GRANTS + "/{id}/revocation")
    AccessJson.GrantJson revoke(
            @PathVariable String id, @RequestBody ReasonJson why, SignedIn caller) {
        return json(
                grants.revoke(id, Given.text("reason", why.reason()), caller.somebody().person()));
    }

    /// Says how it is known that the account at the vendor is there.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(GRANTS + "/{id}/seat")
    AccessJson.GrantJson prove(
            @PathVariable String id, @RequestBody ProofJson proof, SignedIn caller) {
        return json(
                grants.prove(id, Given.text("proof", proof.proof()), caller.somebody().person()));
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping("/api/v1/access-matrix")
    AccessJson.MatrixJson matrix() {
        return AccessJson.MatrixJson.of(grants.matrix());
    }

    /// What somebody may use now, or might at a moment that is over, step by step.
    ///
    /// @param may whether every step says yes
    /// @param policy version that was in force; null when there was none
    record EffectiveJson(
            Instant at,
            boolean may,
            @Nullable Integer policy,
            @Nullable String hash,
            List<EffectiveAccess.Step> steps) {}

    /// @param repository left out: one that nobody named
    /// @param at now when it is missing
    @Needs(Permission.ASK_ACCESS)
    @GetMapping("/api/v1/effective-access")
    EffectiveJson effective(
            @RequestParam(required = false) @Nullable String person,
            @RequestParam String tool,
            @RequestParam String plan,
            @RequestParam(required = false) @Nullable String repository,
            @RequestParam(required = false) @Nullable String at,
            SignedIn caller) {
        PersonId whose = person == null ? caller.somebody().person() : person(person);
        if (!whose.equals(caller.person()) && !caller.may(Permission.READ_ACCESS)) {
            // The same as for somebody whom nobody knows.
            throw RejectedException.unknown("person");
        }
        Instant moment = Given.moment("at", at);
        EffectiveAccess.Answer answer =
                effective.explain(
                        new EffectiveAccess.Asked(
                                whose,
                                id("tool", tool, ToolId::new),
                                id("plan", plan, PlanId::new),
                                repository,
                                moment == null ? clock.instant() : moment));
        PolicyVersion version = answer.policy();
        return new EffectiveJson(
                answer.at(),
                answer.may(),
                version == null ? null : version.version(),
                version == null ? null : version.hash().toString(),
                answer.steps());
    }

    private AccessJson.RequestJson json(AccessRequest each) {
        return AccessJson.RequestJson.of(each, clock.instant());
    }

    private AccessJson.GrantJson json(Grant each) {
        return AccessJson.GrantJson.of(each, clock.instant());
    }

    private PersonId person(String idOrEmail) {
        return people.find(idOrEmail)
                .map(Person::id)
                .orElseThrow(() -> RejectedException.unknown("person"));
    }

    static <T> T id(String field, @Nullable String value, Function<String, T> made) {
        try {
            return made.apply(Given.text(field, value));
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid("The field '" + field + "' is no id.");
        }
    }

    static Instant moment(String field, @Nullable String written) {
        Instant moment = Given.moment(field, Given.text(field, written));
        if (moment == null) {
            throw RejectedException.invalid(field + " is missing.");
        }
        return moment;
    }
}
