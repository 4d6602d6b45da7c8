// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.policy.ApprovedTool;
import dev.chaperone.policy.Gate;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.RepositoryClass;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What people were granted. Whether a grant holds is derived from dates, at the gateway too.
public final class Grants {
    private static final int MOST_SEATS = 100;
    private static final int LONGEST = 1_000;

    private final AccessStore store;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Registrar registrar;
    private final Clock clock;

    public Grants(Database database, Journal journal, InForce inForce, Clock clock) {
        this.store = new AccessStore(database);
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.registrar = new Registrar(database, journal, inForce);
        this.clock = clock;
    }

    /// Grants, the newest first; those that are over too.
    ///
    /// @param person whose; null: everybody's
    public Page<Grant> list(@Nullable PersonId person, @Nullable String cursor, int limit) {
        return store.grants(person, Page.before(cursor), Page.checkLimit(limit));
    }

    /// All that some people were granted, the newest first; what is over too.
    public List<Grant> of(Set<PersonId> people) {
        return store.grants(people);
    }

    /// What somebody held at a moment, also one long ago.
    public List<Grant> heldBy(PersonId person, Instant at) {
        return of(Set.of(person)).stream().filter(each -> each.heldAt(at)).toList();
    }

    /// Those whose account at the vendor somebody still has to see to, the oldest first; 100 at
    /// most.
    public List<Grant> seatsToGive() {
        return store.seatsToGive(now(), MOST_SEATS);
    }

    /// Those that hold and end before a moment, the first to end first; 10,000 at most.
    public List<Grant> endingBefore(Instant moment) {
        return store.ending(now(), moment);
    }

    /// Active people who hold no grant though none of their prompts passes without one.
    public Set<PersonId> withoutAny() {
        return inForce.policy().programme().access().strictness() == Gate.Strictness.BLOCK
                ? store.without(now())
                : Set.of();
    }

    /// Says how it is known that the account at the vendor is there.
    ///
    /// @param proof for example where the vendor's list shows it; no secret
    public Grant prove(String id, String proof, PersonId by) {
        Text.check("proof", proof.strip(), LONGEST);
        return database.inTransaction(() -> {
            Grant grant = held(id);
            if (!grant.seat().needed()) {
                throw RejectedException.conflict("Nobody has an account under this plan.");
            }
            store.prove(id, new Grant.Proof(proof.strip(), by, now()));
            journal.record(
                    Actor.of(by), "access.seat-given", grant.person().value(), Map.of("grant", id));
            return held(id);
        });
    }

    /// Ends a grant before its time: the gateway refuses when the call returns. Ending it again
    /// changes nothing.
    public Grant revoke(String id, String reason, PersonId by) {
        Text.check("reason", reason.strip(), LONGEST);
        Grant ended =
                database.inTransaction(() -> {
                    registrar.lock();
                    Grant grant = held(id);
                    if (grant.state(now()) == Grant.State.ACTIVE) {
                        registrar.record(
                                new Registrar.Change(
                                        Actor.of(by),
                                        "access.revoked",
                                        grant.person().value(),
                                        Map.of("grant", id),
                                        Reach.of(grant.person())));
                        store.revoke(id, new Grant.Revocation(reason.strip(), by, now()));
                    }
                    return held(id);
                });
        registrar.publish();
        return ended;
    }

    /// What the policy in force lets whom use where, and how many hold a grant for it.
    public AccessMatrix matrix() {
        Instant now = now();
        PolicySnapshot policy = inForce.policy();
        List<String> classes =
                policy.repositories().stream().map(RepositoryClass::name).distinct().toList();
        Map<AccessMatrix.Way, Long> held = store.held(now);
        List<AccessMatrix.Row> rows = new ArrayList<>();
        for (ApprovedTool tool : policy.policy().tools()) {
            for (PlanId plan : new TreeSet<>(tool.plans())) {
                AccessMatrix.Way way = new AccessMatrix.Way(tool.tool(), plan);
                rows.add(
                        new AccessMatrix.Row(
                                way,
                                tool.teams(),
                                allowed(policy, tool),
                                held.getOrDefault(way, 0L)));
            }
        }
        return new AccessMatrix(now, classes, rows);
    }

    private static Map<String, Boolean> allowed(PolicySnapshot policy, ApprovedTool tool) {
        Map<String, Boolean> allowed = new LinkedHashMap<>();
        for (RepositoryClass each : policy.repositories()) {
            boolean here = each.tools() == null || each.tools().contains(tool.tool());
            // Of entries with one name the strictest is shown.
            allowed.merge(each.name(), here, Boolean::logicalAnd);
        }
        return allowed;
    }

    private Grant held(String id) {
        return store.holdGrant(id).orElseThrow(() -> RejectedException.unknown("grant"));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
