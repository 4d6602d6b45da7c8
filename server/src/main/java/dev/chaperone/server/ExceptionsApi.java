// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.Glob;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.exceptions.NewException;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.exceptions.RuleExceptions;
import dev.chaperone.workspace.exceptions.Scope;
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

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/// Exceptions from rules of the policy.
@RestController
class ExceptionsApi {
    private static final String ROOT = "/api/v1/exceptions";

    private final RuleExceptions exceptions;
    private final People people;
    private final Clock clock;

    ExceptionsApi(Workspace workspace) {
        this.exceptions = workspace.exceptions();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// What somebody asks to be excepted.
    ///
    /// @param rule as a decision names it
    /// @param person id or e-mail address
    /// @param repository a pattern such as `github.com/acme/shop`
    /// @param controls what is done instead of the rule
    /// @param from now when missing
    record ExceptionRequest(
            @Nullable String rule,
            @Nullable String person,
            @Nullable String team,
            @Nullable String tool,
            @Nullable String plan,
            @Nullable String repository,
            @Nullable String reason,
            @Nullable String risk,
            @Nullable List<@Nullable String> controls,
            @Nullable String from,
            @Nullable String until) {}

    /// An exception.
    ///
    /// @param person id
    /// @param state `requested`, `approved`, `active`, `expired`, `rejected`, `revoked` or
    ///   `control-failed`, as of now
    /// @param requester a person's id, or `admin-token`
    /// @param uses how many requests it let pass
    record ExceptionJson(
            String id,
            String state,
            String rule,
            @Nullable String person,
            @Nullable String team,
            @Nullable String tool,
            @Nullable String plan,
            @Nullable String repository,
            String reason,
            String risk,
            List<String> controls,
            Instant from,
            Instant until,
            String requester,
            Instant requested,
            List<RuleException.Approval> approvals,
            RuleException.@Nullable Ending ending,
            long uses) {}

    @Needs(Permission.ASK_EXCEPTION)
    @PostMapping(ROOT)
    @ResponseStatus(HttpStatus.CREATED)
    ExceptionJson request(@RequestBody ExceptionRequest wanted, SignedIn caller) {
        Instant from = Given.moment("from", wanted.from());
        Instant until = Given.moment("until", Given.text("until", wanted.until()));
        if (until == null) {
            throw RejectedException.invalid("until is missing.");
        }
        return json(
                exceptions.request(
                        new NewException(
                                scope(wanted),
                                Given.text("reason", wanted.reason()),
                                Given.text("risk", wanted.risk()),
                                Given.texts("controls", wanted.controls()),
                                from == null ? clock.instant() : from,
                                until),
                        caller.actor()));
    }

    private Scope scope(ExceptionRequest wanted) {
        return new Scope(
                Given.text("rule", wanted.rule()),
                wanted.person() == null
                        ? null
                        : people.find(wanted.person())
                                .map(Person::id)
                                .orElseThrow(() -> RejectedException.unknown("person")),
                wanted.team(),
                made("tool", wanted.tool(), ToolId::new),
                made("plan", wanted.plan(), PlanId::new),
                made("repository", wanted.repository(), Glob::new));
    }

    private static <T> @Nullable T made(
            String field, @Nullable String written, Function<String, T> constructor) {
        try {
            return written == null ? null : constructor.apply(written);
        } catch (IllegalArgumentException e) {
            throw RejectedException.invalid(field + ": " + e.getMessage());
        }
    }

    /// One's own; everybody's for those who see everybody's activity.
    @Needs(Permission.READ_POLICY)
    @GetMapping(ROOT)
    Page<ExceptionJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        Page<RuleException> page = exceptions.list(requester(caller), cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    static @Nullable String requester(SignedIn caller) {
        return caller.may(Permission.READ_EVERYBODYS_ACTIVITY) ? null : caller.actor().value();
    }

    /// Somebody else's does not exist for those who see their own only.
    @Needs(Permission.READ_POLICY)
    @GetMapping(ROOT + "/{id}")
    ExceptionJson show(@PathVariable String id, SignedIn caller) {
        String requester = requester(caller);
        return json(
                exceptions
                        .find(id)
                        .filter(each -> requester == null || each.requester().equals(requester))
                        .orElseThrow(() -> RejectedException.unknown("exception")));
    }

    @Needs(Permission.DECIDE_EXCEPTION)
    @PostMapping(ROOT + "/{id}/approve")
    ExceptionJson approve(@PathVariable String id, SignedIn caller) {
        return json(exceptions.approve(id, caller.actor()));
    }

    @Needs(Permission.DECIDE_EXCEPTION)
    @PostMapping(ROOT + "/{id}/reject")
    ExceptionJson reject(@PathVariable String id, SignedIn caller) {
        return json(exceptions.reject(id, caller.actor()));
    }

    @Needs(Permission.DECIDE_EXCEPTION)
    @PostMapping(ROOT + "/{id}/revoke")
    ExceptionJson revoke(@PathVariable String id, SignedIn caller) {
        return json(exceptions.revoke(id, caller.actor()));
    }

    /// @param control which of its controls is not kept, counted from 1
    record FailedJson(@Nullable Integer control) {}

    /// Ends it because what is done instead of the rule is not done.
    @Needs(Permission.DECIDE_EXCEPTION)
    @PostMapping(ROOT + "/{id}/control-failed")
    ExceptionJson fail(@PathVariable String id, @RequestBody FailedJson told, SignedIn caller) {
        Integer control = told.control();
        if (control == null) {
            throw RejectedException.invalid("The field 'control' is missing.");
        }
        return json(exceptions.fail(id, control, caller.actor()));
    }

    private ExceptionJson json(RuleException exception) {
        NewException wish = exception.wish();
        Scope scope = wish.scope();
        PersonId person = scope.person();
        return new ExceptionJson(
                exception.id(),
                exception.state(clock.instant()).written(),
                scope.rule(),
                person == null ? null : person.value(),
                scope.team(),
                text(scope.tool()),
                text(scope.plan()),
                text(scope.repository()),
                wish.reason(),
                wish.risk(),
                wish.controls(),
                wish.from(),
                wish.until(),
                exception.requester(),
                exception.requestedAt(),
                exception.approvals(),
                exception.ending(),
                exceptions.uses(List.of(exception)).getOrDefault(exception.id(), 0L));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
