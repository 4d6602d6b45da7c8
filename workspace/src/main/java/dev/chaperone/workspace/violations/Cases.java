// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.deliveries.Deliveries;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Cases about people. One is opened by what the policy names or by somebody who noticed something;
/// the person is heard, or declines; then somebody who neither opened it nor is concerned decides.
/// What is said stays here: the ledger knows that it was said.
public final class Cases {
    private static final String EVENT = "dev.chaperone.case.";
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_REFERENCE = 200;
    private static final int MOST_EVIDENCE = 200;

    private final CaseStore store;
    private final Database database;
    private final Journal journal;
    private final Deliveries deliveries;
    private final InForce inForce;
    private final Consequences consequences;
    private final Clock clock;

    public Cases(
            Database database,
            Journal journal,
            Deliveries deliveries,
            InForce inForce,
            Consequences consequences,
            Clock clock) {
        this.store = new CaseStore(database);
        this.database = database;
        this.journal = journal;
        this.deliveries = deliveries;
        this.inForce = inForce;
        this.consequences = consequences;
        this.clock = clock;
    }

    /// Brings about what was decided, in the domains that it concerns.
    @FunctionalInterface
    public interface Consequences {
        /// Called after the decision is stored; may be called again for the same one.
        void follow(PersonId person, Sanction sanction, Actor by);
    }

    /// A finished thought: what somebody decides.
    ///
    /// @param sanction null when it was no violation
    /// @param hrReference null when the personnel department keeps nothing
    public record Verdict(
            boolean violation, @Nullable Sanction sanction, @Nullable String hrReference) {
        public Verdict {
            if (violation != (sanction != null)) {
                throw RejectedException.invalid(
                        violation
                                ? "A violation has a sanction; a reminder is the mildest."
                                : "What was no violation has no sanction.");
            }
        }
    }

    /// The newest first.
    ///
    /// @param person about whom; null: everybody
    public Page<ViolationCase> list(@Nullable PersonId person, @Nullable String cursor, int limit) {
        return store.list(
                person == null ? null : person.value(),
                Page.before(cursor),
                Page.checkLimit(limit));
    }

    public Optional<ViolationCase> find(String id) {
        return store.find(id);
    }

    /// Opens one about what somebody noticed.
    ///
    /// @param rules clauses or rules of the policy that are concerned
    /// @param evidence ids of interactions
    public ViolationCase open(
            PersonId person, List<String> rules, List<String> evidence, String note, Actor by) {
        Text.checkLines("note", note, LONGEST_TEXT);
        if (by.value().equals(person.value())) {
            throw RejectedException.conflict(
                    "Nobody opens a case about themselves. Report an incident instead.");
        }
        if (evidence.size() > MOST_EVIDENCE) {
            throw RejectedException.invalid("A case has at most 200 requests.");
        }
        return database.inTransaction(() -> {
            if (store.holdOpen(person).isPresent()) {
                throw RejectedException.conflict(
                        "A case about this person is open already: decide that first.");
            }
            return opened(person, Cause.REPORTED, rules, evidence, note.strip(), by);
        });
    }

    /// Opens one about refused prompts, or adds them to the one that is open. Inside the
    /// transaction of whoever noticed.
    void refused(PersonId person, Cause cause, List<String> rules, List<String> evidence) {
        Optional<ViolationCase> open = store.holdOpen(person);
        if (open.isEmpty()) {
            opened(person, cause, rules, evidence, "", Actor.SYSTEM);
            return;
        }
        ViolationCase held = open.get();
        Set<String> known = new LinkedHashSet<>(held.evidence());
        if (known.size() < MOST_EVIDENCE && known.addAll(evidence)) {
            Set<String> all = new LinkedHashSet<>(held.rules());
            all.addAll(rules);
            journal.record(
                    Actor.SYSTEM,
                    "case.extended",
                    held.id(),
                    Map.of("requests", String.join(",", evidence)));
            store.add(held.id(), List.copyOf(all), List.copyOf(known));
        }
    }

    /// Whether a case about somebody is open.
    boolean isOpen(PersonId person) {
        return store.holdOpen(person).isPresent();
    }

    /// From when on refusals count: those before belong to a case that is decided.
    @Nullable Instant lastDecided(PersonId person) {
        return store.lastDecided(person);
    }

    private ViolationCase opened(
            PersonId person,
            Cause cause,
            List<String> rules,
            List<String> evidence,
            String note,
            Actor by) {
        String id = OpaqueId.next("case");
        journal.record(
                by,
                "case.opened",
                id,
                Map.of(
                        "person", person.value(),
                        "cause", cause.written(),
                        "rules", String.join(",", rules),
                        "requests", String.join(",", evidence)));
        store.insert(
                new ViolationCase(
                        id,
                        0,
                        person,
                        cause,
                        rules,
                        evidence,
                        note,
                        now(),
                        by.value(),
                        null,
                        null));
        ViolationCase made = existing(id);
        announce("opened", made);
        return made;
    }

    /// Writes down what the person says; empty: that they decline to say anything. Who has spoken
    /// for themselves is not spoken for by others.
    public ViolationCase hear(String id, String statement, Actor by) {
        if (!statement.isBlank()) {
            Text.checkLines("statement", statement, LONGEST_TEXT);
        }
        return database.inTransaction(() -> {
            ViolationCase held = undecided(id);
            ViolationCase.Hearing before = held.hearing();
            String person = held.person().value();
            if (before != null && before.writtenBy().equals(person) && !by.value().equals(person)) {
                throw RejectedException.conflict("The person has said something themselves.");
            }
            journal.record(
                    by,
                    "case.heard",
                    id,
                    Map.of("declined", Boolean.toString(statement.isBlank())));
            store.hear(id, new ViolationCase.Hearing(statement.strip(), now(), by.value()));
            return existing(id);
        });
    }

    /// Decides one.
    ///
    /// @throws RejectedException before the person was heard, and by whoever opened it or is
    ///   concerned
    public ViolationCase decide(String id, Verdict verdict, Actor by) {
        if (verdict.hrReference() != null) {
            Text.check("hrReference", verdict.hrReference(), LONGEST_REFERENCE);
        }
        ViolationCase decided =
                database.inTransaction(() -> {
                    checkDecider(undecided(id), by);
                    Map<String, String> details = new LinkedHashMap<>();
                    details.put("finding", verdict.violation() ? "violation" : "no-violation");
                    if (verdict.sanction() != null) {
                        details.put("sanction", verdict.sanction().written());
                    }
                    journal.record(by, "case.decided", id, details);
                    store.decide(
                            id,
                            new ViolationCase.Decision(
                                    verdict.violation(),
                                    verdict.sanction(),
                                    verdict.hrReference(),
                                    now(),
                                    by.value()));
                    ViolationCase made = existing(id);
                    announce("decided", made);
                    return made;
                });
        if (verdict.sanction() != null) {
            consequences.follow(decided.person(), verdict.sanction(), by);
        }
        return decided;
    }

    private static void checkDecider(ViolationCase held, Actor by) {
        if (by.equals(Actor.ADMIN_TOKEN) || by.equals(Actor.SYSTEM)) {
            throw RejectedException.conflict(
                    "The administrator token is nobody's name, and a case is decided by somebody.");
        }
        if (held.person().value().equals(by.value())) {
            throw RejectedException.conflict("It is about you, so somebody else has to decide.");
        }
        if (held.openedBy().equals(by.value())) {
            throw RejectedException.conflict("You opened it, so somebody else has to decide.");
        }
        if (held.hearing() == null) {
            throw RejectedException.conflict(
                    "The person has not been heard yet. Write down what they say, or that they"
                            + " decline.");
        }
    }

    private ViolationCase undecided(String id) {
        ViolationCase held = store.hold(id).orElseThrow(() -> RejectedException.unknown("case"));
        if (held.decision() != null) {
            throw RejectedException.conflict("It is decided.");
        }
        return held;
    }

    private ViolationCase existing(String id) {
        return store.find(id).orElseThrow(() -> RejectedException.unknown("case"));
    }

    /// Names nobody: other systems learn that there is one.
    private void announce(String what, ViolationCase about) {
        deliveries.announce(
                "case." + about.id() + "." + what,
                EVENT + what,
                about.id(),
                Map.of(
                        "id", about.id(),
                        "number", about.number(),
                        "cause", about.cause().written(),
                        "rules", about.rules(),
                        "requests", about.evidence().size(),
                        "url", inForce.register().pages() + "/cases/" + about.id()));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
