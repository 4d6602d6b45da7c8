// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Captures;
import dev.chaperone.captures.DrawerFacts;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.Holds;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.petitions.Petition;
import dev.chaperone.workspace.petitions.Petitions;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Erasing what was captured of a person. One person asks, another approves; then all keys of the
/// person's drawers are destroyed and a certificate is recorded.
///
/// The approval is in the ledger before anything is destroyed. A stop between destroying and
/// recording loses nothing: [#carryOut()] goes on from the plan.
public final class Erasures {
    private static final String ID = "erasure";
    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    private final CertificateStore certificates;
    private final ErasureStore store;
    private final Destruction destruction;
    private final Journal journal;
    private final Holds holds;
    private final Petitions petitions;
    private final Clock clock;

    public Erasures(
            Database database,
            Journal journal,
            Holds holds,
            Petitions petitions,
            Captures captures,
            Clock clock) {
        this.certificates = new CertificateStore(database);
        this.store = new ErasureStore(database, certificates);
        this.journal = journal;
        this.holds = holds;
        this.petitions = petitions;
        this.destruction = new Destruction(database, journal, holds, captures, clock);
        this.clock = clock;
    }

    /// Asks for the erasure of everything that was captured of a person.
    ///
    /// @throws RejectedException when a hold keeps it, or it is asked for already
    public Erasure ask(PersonId person, String reason, Party by) {
        Petition wish = petitions.ask(reason, by);
        Erasure erasure = new Erasure(OpaqueId.next(ID), person, wish, null);
        return holds.inTurn(() -> {
            checkFree(person);
            if (waiting().stream().anyMatch(other -> other.person().equals(person))) {
                throw RejectedException.conflict(
                        "This erasure is asked for already and waits for a decision.");
            }
            journal.record(
                    Actor.of(by.person()),
                    "capture.erasure-requested",
                    erasure.id(),
                    details(person, by, wish.reason()));
            store.insert(erasure);
            return erasure;
        });
    }

    /// Approves or refuses an erasure that another person asked for. An approved one is carried out
    /// before the call returns, unless the disk fails: then it is carried out later.
    public Erasure decide(String id, boolean approve, Party by) {
        holds.inTurn(() -> {
            Erasure erasure = existing(id);
            if (approve) {
                checkFree(erasure.person());
            }
            Petition decided = petitions.decide(erasure.wish(), approve, by, erasure.person());
            journal.record(
                    Actor.of(by.person()),
                    approve ? "capture.erasure-approved" : "capture.erasure-refused",
                    id,
                    details(erasure.person(), by, null));
            store.decide(id, decided);
            return true;
        });
        carryOut();
        return existing(id);
    }

    private static Map<String, String> details(PersonId person, Party by, @Nullable String reason) {
        Map<String, String> details = new TreeMap<>();
        details.put("person", person.value());
        if (reason != null) {
            details.put("reason", reason);
        }
        by.addTo(details);
        return details;
    }

    private void checkFree(PersonId person) {
        List<Hold> holding = holds.binding(person);
        if (!holding.isEmpty()) {
            throw RejectedException.conflict(
                    "A legal hold keeps it: "
                            + holding.stream().map(Hold::id).collect(Collectors.joining(", "))
                            + ". It has to be released first.");
        }
    }

    /// Carries out what is approved and not done. What can not be done now stays approved, nobody
    /// can open it any more, and a later call does it.
    ///
    /// @return how many were done
    public int carryOut() {
        int done = 0;
        for (Erasure erasure : store.underWay()) {
            try {
                done += carryOut(erasure) ? 1 : 0;
            } catch (IOException | NotRecordedException e) {
                LOG.error("Erasure {} is not done yet and will be tried again", erasure.id(), e);
            }
        }
        return done;
    }

    private boolean carryOut(Erasure erasure) throws IOException {
        List<Plan.Item> there = new ArrayList<>();
        for (DrawerFacts facts : destruction.kept()) {
            if (facts.drawer().person().equals(erasure.person())) {
                there.add(new Plan.Item(facts.drawer(), facts.bytes()));
            }
        }
        Plan plan =
                holds.inTurn(() ->
                        certificates
                                .planOf(erasure.id())
                                .orElseGet(() -> {
                                    Plan made =
                                            new Plan(
                                                    OpaqueId.next("certificate"),
                                                    erasure.id(),
                                                    "erasure approved by two people",
                                                    there);
                                    certificates.insert(made);
                                    return made;
                                }));
        return destruction.finish(plan, erasure);
    }

    /// Erasures, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<Erasure> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// What was destroyed and on which ground, the newest first.
    ///
    /// @param cursor from the page before; null for the first page
    public Page<Certificate> certificates(@Nullable String cursor, int limit) {
        return certificates.list(Page.before(cursor), Page.checkLimit(limit));
    }

    /// A certificate by its id.
    public Optional<Certificate> certificate(String id) {
        return certificates.find(id);
    }

    /// Those that wait for a decision, the oldest first.
    public List<Erasure> waiting() {
        return store.undecided().stream()
                .filter(erasure -> erasure.state(clock.instant()) == Erasure.State.ASKED)
                .toList();
    }

    public Optional<Erasure> find(String id) {
        try {
            OpaqueId.check(ID, id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        return store.find(id);
    }

    private Erasure existing(String id) {
        return find(id).orElseThrow(() -> RejectedException.unknown("erasure"));
    }
}
