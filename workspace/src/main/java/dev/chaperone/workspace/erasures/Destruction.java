// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.DrawerFacts;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.Holds;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Destroys drawers and records that it did. A plan is stored, the keys are destroyed, the
/// certificate is recorded; a stop in between leaves the plan, and the store of captures answers a
/// second time what it answered the first time, so [#finish] may be called again at any point.
final class Destruction {
    private final CertificateStore store;
    private final Journal journal;
    private final Holds holds;
    private final Captures captures;
    private final Clock clock;

    Destruction(Database database, Journal journal, Holds holds, Captures captures, Clock clock) {
        this.store = new CertificateStore(database);
        this.journal = journal;
        this.holds = holds;
        this.captures = captures;
        this.clock = clock;
    }

    /// The drawers with something in them.
    List<DrawerFacts> kept() throws IOException {
        return captures.drawers().stream().filter(Destruction::isKept).toList();
    }

    static boolean isKept(DrawerFacts facts) {
        return facts.erased() == null || facts.bodies() > 0;
    }

    /// Destroys what a plan names and records it.
    ///
    /// @param erasure whose plan it is; null for content that expired
    /// @return whether it is done; not when a hold has come first
    /// @throws IOException when the disk fails; the plan stays
    boolean finish(Plan plan, @Nullable Erasure erasure) throws IOException {
        try {
            return holds.inTurn(() -> {
                try {
                    return finishInTurn(plan, erasure);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private boolean finishInTurn(Plan plan, @Nullable Erasure erasure) throws IOException {
        List<Plan.Item> free = free(plan);
        if (free.size() < plan.items().size()) {
            if (erasure != null) {
                return false;
            }
            plan.items().stream()
                    .filter(item -> !free.contains(item))
                    .forEach(item -> store.drop(plan, item.drawer()));
            if (free.isEmpty()) {
                store.drop(plan);
                return false;
            }
        }
        List<Gone> gone = new ArrayList<>();
        for (Plan.Item item : free) {
            var done = captures.destroy(item.drawer());
            gone.add(
                    new Gone(
                            item.drawer(),
                            done.at().truncatedTo(ChronoUnit.MICROS),
                            done.bodies(),
                            item.bytes(),
                            done.contents()));
        }
        record(plan, erasure, Certificate.sorted(gone));
        return true;
    }

    /// Those that no hold keeps. What is destroyed already can not be kept any more.
    private List<Plan.Item> free(Plan plan) throws IOException {
        List<Hold> binding = holds.binding();
        Map<Drawer, DrawerFacts> there = new HashMap<>();
        if (!binding.isEmpty()) {
            kept().forEach(facts -> there.put(facts.drawer(), facts));
        }
        return plan.items().stream()
                .filter(item ->
                        !there.containsKey(item.drawer())
                                || binding.stream()
                                        .noneMatch(hold -> hold.covers(item.drawer().person())))
                .toList();
    }

    private void record(Plan plan, @Nullable Erasure erasure, List<Gone> gone) {
        Digest digest = Digest.of(Certificate.lines(gone));
        Map<String, String> details = new TreeMap<>();
        details.put("certificate", plan.id());
        details.put("drawers", Integer.toString(gone.size()));
        details.put("bodies", Long.toString(gone.stream().mapToLong(Gone::bodies).sum()));
        details.put("bytes", Long.toString(gone.stream().mapToLong(Gone::bytes).sum()));
        details.put("months", Certificate.months(gone));
        details.put("retention", Certificate.retention(gone));
        details.put("digest", digest.toString());
        details.put("rule", plan.rule());
        if (erasure != null) {
            details.put("person", erasure.person().value());
        }
        long entry =
                journal.record(
                        Actor.SYSTEM,
                        erasure == null ? "captures.expired" : "capture.erased",
                        erasure == null ? plan.id() : erasure.id(),
                        details);
        store.finish(
                new Certificate(
                        plan.id(),
                        plan.erasure(),
                        plan.rule(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        entry,
                        digest,
                        gone));
    }
}
