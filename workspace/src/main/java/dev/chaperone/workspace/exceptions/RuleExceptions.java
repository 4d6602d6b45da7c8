// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.exceptions;

import dev.chaperone.catalog.Audience;
import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.Exemptions;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Programme;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Exceptions from rules of the policy. Approved by people who neither asked for it nor profit from
/// it, one lifts its rule at the gateway when the call that approves it returns, and stops at its
/// end whatever else runs: the gateway compares its dates with the time of each request.
public final class RuleExceptions {
    private final RuleExceptionStore store;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Registrar registrar;
    private final People people;
    private final Catalog catalog;
    private final Clock clock;

    public RuleExceptions(
            Database database,
            Journal journal,
            InForce inForce,
            People people,
            Catalog catalog,
            Clock clock) {
        this.store = new RuleExceptionStore(database);
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.registrar = new Registrar(database, journal, inForce);
        this.people = people;
        this.catalog = catalog;
        this.clock = clock;
    }

    /// Those that somebody asked for, the newest first.
    ///
    /// @param requester null: everybody's
    public Page<RuleException> list(
            @Nullable String requester, @Nullable String cursor, int limit) {
        return store.list(requester, Page.before(cursor), Page.checkLimit(limit));
    }

    public Optional<RuleException> find(String id) {
        return store.find(id);
    }

    /// Those that ever lifted a rule, with the time in which they did: from their approval, until
    /// they were ended.
    public Exemptions everHeld() {
        return new Exemptions(store.everHeld());
    }

    /// Asks for an exception. Nothing is lifted by asking.
    ///
    /// @throws RejectedException when it lasts longer than the policy lets it, or is one that can
    ///   not be
    public RuleException request(NewException wish, Actor by) {
        Instant now = now();
        check(wish, now);
        RuleException wanted =
                new RuleException(
                        OpaqueId.next("exception"), wish, by.value(), now, List.of(), null, null);
        return database.inTransaction(() -> {
            store.insert(wanted);
            record(by, "exception.requested", wanted);
            return wanted;
        });
    }

    private void check(NewException wish, Instant now) {
        PolicySnapshot policy = inForce.policy();
        Programme.ExceptionTerms terms = policy.programme().exceptions();
        Instant begins = wish.from().isBefore(now) ? now : wish.from();
        if (!wish.until().isAfter(now)) {
            throw RejectedException.invalid("Its end is over already.");
        }
        if (wish.until().isAfter(terms.longest().after(begins, policy.policy().heading().zone()))) {
            throw RejectedException.invalid(
                    "The policy lets an exception last %s at most; ask again when it ends."
                            .formatted(terms.longest().words()));
        }
        checkPlan(wish.scope());
    }

    /// A plan for persons needs three compensating controls that are verified all the time: limited
    /// repositories, reviewed AI-assisted changes, and a limitation that the policy documents. The
    /// second can not be verified by this version, so no such exception can begin.
    private void checkPlan(Scope scope) {
        boolean about =
                scope.rule().equals("plan-not-allowed") || scope.rule().equals("tool-not-allowed");
        if (!about) {
            return;
        }
        PlanId plan = scope.plan();
        if (scope.tool() == null || plan == null) {
            throw RejectedException.invalid(
                    "An exception from '" + scope.rule() + "' names the tool and the plan.");
        }
        Audience audience =
                catalog.tool(scope.tool())
                        .map(Tool::plans)
                        .map(plans -> plans.get(plan))
                        .orElseThrow(() ->
                                RejectedException.invalid(
                                        "The catalogue has no such tool and plan."));
        if (audience == Audience.CONSUMER) {
            throw RejectedException.conflict(
                    "A plan for persons needs reviewed AI-assisted changes as a compensating"
                            + " control, and this version can not verify that yet: such an exception"
                            + " can not start.");
        }
    }

    /// Approves it. With as many approvals as the policy asks for it is in force when the call
    /// returns.
    public RuleException approve(String id, Actor by) {
        RuleException approved =
                database.inTransaction(() -> {
                    RuleException wanted = waiting(id);
                    checkApprover(wanted, by);
                    check(wanted.wish(), now());
                    int needed = inForce.policy().programme().exceptions().approvals();
                    boolean enough = wanted.approvals().size() + 1 >= needed;
                    registrar.record(change(by, "exception.approved", wanted));
                    store.approve(id, new RuleException.Approval(by.value(), now()), enough);
                    return existing(id);
                });
        registrar.publish();
        return approved;
    }

    private void checkApprover(RuleException wanted, Actor by) {
        if (by.equals(Actor.ADMIN_TOKEN) || by.equals(Actor.SYSTEM)) {
            throw RejectedException.conflict(
                    "The administrator token is nobody's name; an approval needs one.");
        }
        if (wanted.requester().equals(by.value())) {
            throw RejectedException.conflict(
                    "You asked for it, so somebody else has to approve it.");
        }
        Scope scope = wanted.wish().scope();
        Person approver =
                people.find(by.value()).orElseThrow(() -> RejectedException.unknown("person"));
        boolean profits =
                approver.id().equals(scope.person())
                        || (scope.team() != null && approver.teams().contains(scope.team()));
        if (profits) {
            throw RejectedException.conflict(
                    "It is for you, or for a team of yours, so somebody else has to approve it.");
        }
        if (wanted.approvals().stream().anyMatch(each -> each.who().equals(by.value()))) {
            throw RejectedException.conflict("You have approved it already.");
        }
    }

    /// Says no to a wish.
    public RuleException reject(String id, Actor by) {
        return database.inTransaction(() -> {
            RuleException wanted = waiting(id);
            record(by, "exception.rejected", wanted);
            store.end(id, new RuleException.Ending("rejected", by.value(), now()));
            return existing(id);
        });
    }

    /// Ends it before its time: its rule holds again when the call returns.
    public RuleException revoke(String id, Actor by) {
        return end(id, "revoked", "exception.revoked", by);
    }

    /// Ends it because a compensating control is not kept: without what is done instead of the rule
    /// there is nothing to except. The rule holds again when the call returns.
    ///
    /// @param control which of its controls, counted from 1
    public RuleException fail(String id, int control, Actor by) {
        int controls = existing(id).wish().controls().size();
        if (control < 1 || control > controls) {
            throw RejectedException.invalid(
                    "control is %d, not 1 to %d.".formatted(control, controls));
        }
        return end(id, "control-failed", "exception.control-failed", by);
    }

    private RuleException end(String id, String as, String action, Actor by) {
        RuleException ended =
                database.inTransaction(() -> {
                    RuleException held = held(id);
                    switch (held.state(now())) {
                        case APPROVED, ACTIVE -> {
                            registrar.record(change(by, action, held));
                            store.end(id, new RuleException.Ending(as, by.value(), now()));
                        }
                        case REQUESTED, EXPIRED, REJECTED, REVOKED, CONTROL_FAILED ->
                                throw RejectedException.conflict(
                                        "It is " + held.state(now()).written() + ".");
                    }
                    return existing(id);
                });
        registrar.publish();
        return ended;
    }

    /// How many requests each of them let pass, as far as the search knows.
    public Map<String, Long> uses(List<RuleException> exceptions) {
        return store.uses(exceptions.stream().map(RuleException::id).toList());
    }

    private RuleException waiting(String id) {
        RuleException wanted = held(id);
        if (wanted.state(now()) != RuleException.State.REQUESTED) {
            throw RejectedException.conflict("It is " + wanted.state(now()).written() + ".");
        }
        return wanted;
    }

    private RuleException held(String id) {
        return store.hold(id).orElseThrow(() -> RejectedException.unknown("exception"));
    }

    private RuleException existing(String id) {
        return store.find(id).orElseThrow(() -> RejectedException.unknown("exception"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private void record(Actor by, String action, RuleException exception) {
        Registrar.Change told = change(by, action, exception);
        journal.record(told.by(), told.action(), told.subject(), told.details());
    }

    private static Registrar.Change change(Actor by, String action, RuleException exception) {
        Map<String, String> details = exception.wish().scope().recorded();
        details.put("from", exception.wish().from().toString());
        details.put("until", exception.wish().until().toString());
        details.put("requester", exception.requester());
        details.put("controls", Integer.toString(exception.wish().controls().size()));
        return new Registrar.Change(by, action, exception.id(), details, Reach.EXCEPTIONS);
    }
}
