// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.policy.AccessGrant;
import dev.chaperone.policy.ApprovedTool;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Programme;
import dev.chaperone.policy.RepositoryClass;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Asks for access and decides on it. Approved by as many others as the policy wants, it is
/// granted: the gateway goes by it when the call returns, and it ends by itself.
public final class AccessRequests {
    private static final int MOST_WAITING = 500;

    private final AccessStore store;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Registrar registrar;
    private final People people;
    private final Seating seating;
    private final Clock clock;

    public AccessRequests(
            Database database,
            Journal journal,
            InForce inForce,
            People people,
            Catalog catalog,
            Clock clock) {
        this.store = new AccessStore(database);
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.registrar = new Registrar(database, journal, inForce);
        this.people = people;
        this.seating = new Seating(catalog);
        this.clock = clock;
    }

    /// Requests, the newest first.
    ///
    /// @param person for whom, or who asked; null: everybody's
    public Page<AccessRequest> list(@Nullable PersonId person, @Nullable String cursor, int limit) {
        return store.requests(person, Page.before(cursor), Page.checkLimit(limit));
    }

    /// What waits for whose decision, the oldest first; of 500 at most. Who has nothing to decide
    /// is not there.
    public Map<PersonId, List<AccessRequest>> waiting() {
        Role[] roles =
                inForce.policy().programme().access().approvers().stream()
                        .map(Role::parse)
                        .toArray(Role[]::new);
        List<AccessRequest> open = open();
        Map<PersonId, Person> concerned = concerned(open);
        Map<PersonId, List<AccessRequest>> waiting = new HashMap<>();
        for (Person decider : open.isEmpty() ? List.<Person>of() : everybody(roles)) {
            List<AccessRequest> theirs = decidable(open, concerned, decider);
            if (!theirs.isEmpty()) {
                waiting.put(decider.id(), theirs);
            }
        }
        return waiting;
    }

    private List<Person> everybody(Role... roles) {
        return people.find(Set.copyOf(people.with(roles)));
    }

    /// What waits for somebody's decision, the oldest first; of 500 at most.
    public List<AccessRequest> waitingFor(PersonId decider) {
        Person person = people.find(decider).orElseThrow(() -> RejectedException.unknown("person"));
        List<AccessRequest> open = open();
        return decidable(open, concerned(open), person);
    }

    private List<AccessRequest> open() {
        Instant now = now();
        return store.undecided(MOST_WAITING).stream().filter(each -> each.isOpen(now)).toList();
    }

    private Map<PersonId, Person> concerned(List<AccessRequest> requests) {
        return people
                .find(
                        requests.stream()
                                .map(each -> each.wish().person())
                                .collect(Collectors.toSet()))
                .stream()
                .collect(Collectors.toMap(Person::id, each -> each));
    }

    private List<AccessRequest> decidable(
            List<AccessRequest> requests, Map<PersonId, Person> concerned, Person decider) {
        return requests.stream()
                .filter(each -> {
                    Person whose = concerned.get(each.wish().person());
                    return whose != null && hindrance(each, whose, decider) == null;
                })
                .toList();
    }

    /// Those that were decided or taken back since then.
    public List<AccessRequest> endedSince(Instant since) {
        return store.endedSince(since);
    }

    /// Asks for access. Nothing is granted by asking.
    ///
    /// @param by for themselves; a team lead for people of their teams, an administrator for
    ///   anybody
    public AccessRequest request(Wish wish, PersonId by) {
        Person asker = people.find(by).orElseThrow(() -> RejectedException.unknown("person"));
        Person whose = whose(wish);
        if (!asker.id().equals(whose.id()) && !leads(asker, whose) && !manages(asker)) {
            throw RejectedException.conflict(
                    "You can ask for yourself only, or for people of a team that you lead.");
        }
        check(wish, whose);
        AccessRequest wanted =
                new AccessRequest(
                        OpaqueId.next("access"), wish, wish.digest(), by, now(), List.of(), null);
        return database.inTransaction(() -> {
            store.insert(wanted);
            record("access.requested", wanted, by);
            return wanted;
        });
    }

    private Person whose(Wish wish) {
        return people.find(wish.person())
                .filter(Person::active)
                .orElseThrow(() ->
                        RejectedException.conflict("Access is for active people of the company."));
    }

    /// The policy is not widened by a grant: what it does not allow is not granted.
    private void check(Wish wish, Person whose) {
        Instant now = now();
        PolicySnapshot policy = inForce.policy();
        Programme.AccessTerms terms = policy.programme().access();
        if (!wish.until().isAfter(now)) {
            throw RejectedException.invalid("Its end is over already.");
        }
        if (wish.until().isAfter(terms.longest().after(now, policy.policy().heading().zone()))) {
            throw RejectedException.invalid(
                    "The policy grants access for %s at most; ask again when it ends."
                            .formatted(terms.longest().words()));
        }
        policy.against(wish.tool(), wish.plan())
                .ifPresent(ground -> {
                    throw RejectedException.conflict(
                            ground.found() + ", so it can not be granted. " + ground.because());
                });
        for (ApprovedTool tool : policy.policy().tools()) {
            if (tool.tool().equals(wish.tool()) && !tool.isFor(whose.teams())) {
                throw RejectedException.conflict(
                        "The policy allows it for other teams than those of "
                                + whose.name()
                                + " only.");
            }
        }
        Set<String> known =
                policy.repositories().stream()
                        .map(RepositoryClass::name)
                        .collect(Collectors.toSet());
        for (String each : wish.classes()) {
            if (!known.contains(each)) {
                throw RejectedException.invalid(
                        "The policy has no class of repositories '" + each + "'.");
            }
        }
    }

    /// Says yes. With as many approvals as the policy asks for it is granted, and the gateway goes
    /// by it when the call returns.
    public AccessRequest approve(String id, PersonId by) {
        AccessRequest decided =
                database.inTransaction(() -> {
                    registrar.lock();
                    AccessRequest wanted = undecided(id);
                    checkDecider(wanted, by);
                    check(wanted.wish(), whose(wanted.wish()));
                    Instant now = now();
                    record("access.approved", wanted, by);
                    store.approve(id, by, now);
                    int needed = inForce.policy().programme().access().approvals();
                    if (wanted.approvals().size() + 1 >= needed) {
                        grant(wanted, by, now);
                    }
                    return existing(id);
                });
        registrar.publish();
        return decided;
    }

    private void grant(AccessRequest wanted, PersonId by, Instant now) {
        Wish wish = wanted.wish();
        AccessGrant access =
                new AccessGrant(
                        OpaqueId.next("grant"),
                        wish.tool(),
                        wish.plan(),
                        wish.classes(),
                        now,
                        wish.until());
        Map<String, String> details = new HashMap<>(wish.recorded());
        details.put("grant", access.id());
        details.put("request", wanted.id());
        details.put("wish", wanted.digest().toString());
        details.put("requester", wanted.requester().value());
        details.put(
                "approvers",
                wanted.approvals().stream()
                                .map(each -> each.who().value() + ", ")
                                .collect(Collectors.joining())
                        + by.value());
        long entry =
                registrar.record(
                        new Registrar.Change(
                                Actor.of(by),
                                "access.granted",
                                wish.person().value(),
                                details,
                                Reach.of(wish.person())));
        store.insert(
                new Grant(
                        access,
                        wish.person(),
                        wish.kind(),
                        wanted.id(),
                        entry,
                        new Grant.Seat(seating.needs(wish), null, null),
                        null));
        store.end(wanted.id(), new AccessRequest.Ending(AccessRequest.Outcome.GRANTED, by, now));
    }

    /// Says no.
    public AccessRequest reject(String id, PersonId by) {
        return database.inTransaction(() -> {
            AccessRequest wanted = undecided(id);
            checkDecider(wanted, by);
            record("access.rejected", wanted, by);
            store.end(id, new AccessRequest.Ending(AccessRequest.Outcome.REJECTED, by, now()));
            return existing(id);
        });
    }

    /// Takes a wish back: who asked, or for whom it is.
    public AccessRequest withdraw(String id, PersonId by) {
        return database.inTransaction(() -> {
            AccessRequest wanted = undecided(id);
            if (!wanted.requester().equals(by) && !wanted.wish().person().equals(by)) {
                // Somebody else's does not exist for them.
                throw RejectedException.unknown("request");
            }
            record("access.withdrawn", wanted, by);
            store.end(id, new AccessRequest.Ending(AccessRequest.Outcome.WITHDRAWN, by, now()));
            return existing(id);
        });
    }

    private void checkDecider(AccessRequest wanted, PersonId by) {
        Person decider = people.find(by).orElseThrow(() -> RejectedException.unknown("person"));
        Person whose = whose(wanted.wish());
        String hindrance = hindrance(wanted, whose, decider);
        if (hindrance != null) {
            throw RejectedException.conflict(hindrance);
        }
    }

    /// Why somebody can not decide on a request; null when they can.
    private @Nullable String hindrance(AccessRequest wanted, Person whose, Person decider) {
        Set<String> roles = inForce.policy().programme().access().approvers();
        if (!decider.active() || !roles.contains(decider.role().written())) {
            return "The policy lets others approve access: " + String.join(", ", roles) + ".";
        }
        if (decider.role() == Role.TEAM_LEAD && !leads(decider, whose)) {
            return "You decide for people of your own teams only.";
        }
        if (decider.id().equals(whose.id())) {
            return "It is for you, so somebody else has to decide.";
        }
        if (decider.id().equals(wanted.requester())) {
            return "You asked for it, so somebody else has to decide.";
        }
        if (wanted.approvals().stream().anyMatch(each -> each.who().equals(decider.id()))) {
            return "You have approved it already.";
        }
        return null;
    }

    private static boolean leads(Person lead, Person whose) {
        return lead.role() == Role.TEAM_LEAD
                && lead.teams().stream().anyMatch(whose.teams()::contains);
    }

    private static boolean manages(Person person) {
        return person.role() == Role.ADMINISTRATOR || person.role() == Role.COMPLIANCE_LEAD;
    }

    private AccessRequest undecided(String id) {
        AccessRequest wanted =
                store.holdRequest(id).orElseThrow(() -> RejectedException.unknown("request"));
        if (!wanted.isOpen(now())) {
            throw RejectedException.conflict("It is " + wanted.state(now()) + ".");
        }
        if (!wanted.wish().digest().equals(wanted.digest())) {
            throw RejectedException.conflict(
                    "The request was changed after it was made: run ./chaperone doctor.");
        }
        return wanted;
    }

    private AccessRequest existing(String id) {
        return store.request(id).orElseThrow(() -> RejectedException.unknown("request"));
    }

    private void record(String action, AccessRequest wanted, PersonId by) {
        Map<String, String> details = new HashMap<>(wanted.wish().recorded());
        details.put("request", wanted.id());
        details.put("wish", wanted.digest().toString());
        journal.record(Actor.of(by), action, wanted.wish().person().value(), details);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
