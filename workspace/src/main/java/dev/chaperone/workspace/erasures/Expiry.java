// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.erasures;

import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Drawer;
import dev.chaperone.captures.DrawerFacts;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.Holds;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Destroys what has expired. Nobody can open it any more since its time was over; this makes it
/// unreadable for good and records a certificate for each retention class and month.
public final class Expiry {
    /// Drawers in one certificate: a bound for the work between two records.
    private static final int MOST = 500;

    private static final Logger LOG = LoggerFactory.getLogger(Expiry.class);

    private final Destruction destruction;
    private final CertificateStore store;
    private final Holds holds;
    private final Supplier<RetentionClasses> classes;
    private final Clock clock;

    public Expiry(
            Database database,
            Journal journal,
            Holds holds,
            Captures captures,
            Supplier<RetentionClasses> classes,
            Clock clock) {
        this.destruction = new Destruction(database, journal, holds, captures, clock);
        this.store = new CertificateStore(database);
        this.holds = holds;
        this.classes = classes;
        this.clock = clock;
    }

    private record Group(String retention, String month) {}

    /// Destroys and records whatever is due, and first what an earlier run left half done. May be
    /// called at any time and as often as one likes; what can not be done now is left for the next
    /// call.
    ///
    /// @return how many certificates were recorded
    /// @throws IOException when the drawers can not be listed
    public int run() throws IOException {
        int recorded = finish();
        Map<Group, List<Plan.Item>> due =
                new TreeMap<>(Comparator.comparing(Group::month).thenComparing(Group::retention));
        for (DrawerFacts facts : due()) {
            due.computeIfAbsent(
                            new Group(
                                    facts.drawer().retention(), facts.drawer().month().toString()),
                            _ -> new ArrayList<>())
                    .add(new Plan.Item(facts.drawer(), facts.bytes()));
        }
        due.forEach(this::plan);
        return recorded + finish();
    }

    /// What is due and not destroyed, without what is held.
    public List<DrawerFacts> due() throws IOException {
        Instant now = clock.instant();
        RetentionClasses inForce = classes.get();
        Set<Drawer> planned =
                store.plans().stream()
                        .flatMap(plan -> plan.items().stream())
                        .map(Plan.Item::drawer)
                        .collect(Collectors.toSet());
        List<Hold> binding = holds.binding();
        return destruction.kept().stream()
                .filter(facts -> !now.isBefore(inForce.end(facts.drawer())))
                .filter(facts -> !planned.contains(facts.drawer()))
                .filter(facts ->
                        binding.stream().noneMatch(hold -> hold.covers(facts.drawer().person())))
                .toList();
    }

    private void plan(Group group, List<Plan.Item> items) {
        String rule = classes.get().rule(group.retention());
        for (int from = 0; from < items.size(); from += MOST) {
            List<Plan.Item> piece = items.subList(from, Math.min(items.size(), from + MOST));
            holds.inTurn(() -> {
                store.insert(new Plan(OpaqueId.next("certificate"), null, rule, piece));
                return true;
            });
        }
    }

    private int finish() {
        int done = 0;
        for (Plan plan : store.plans()) {
            if (plan.erasure() != null) {
                continue;
            }
            try {
                done += destruction.finish(plan, null) ? 1 : 0;
            } catch (IOException | NotRecordedException e) {
                LOG.error("Expired captures are not destroyed yet ({})", plan.id(), e);
            }
        }
        return done;
    }
}
