// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Programme;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.activity.BlockedRequest;
import dev.chaperone.workspace.activity.BlockedRequests;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;

/// Looks through refused prompts as they are recorded and opens cases where the policy says so.
/// What is asked of everybody (signature, course, checklist) and what could not be scanned is no
/// violation. It goes on where it stopped, and what came before it first ran opens nothing.
public final class Patrol implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final Duration PATIENCE_AT_CLOSING = Duration.ofSeconds(5);
    private static final int AT_ONCE = 200;
    private static final Set<String> NO_VIOLATION =
            Set.of("grant", "acknowledgment", "training", "checklist", "not-scanned");

    private static final Logger LOG = LoggerFactory.getLogger(Patrol.class);

    private final Database database;
    private final PatrolStore store;
    private final BlockedRequests blocked;
    private final Cases cases;
    private final InForce inForce;
    private final Thread thread;

    Patrol(Database database, Cases cases, InForce inForce) {
        this.database = database;
        this.store = new PatrolStore(database);
        this.blocked = new BlockedRequests(database);
        this.cases = cases;
        this.inForce = inForce;
        this.thread = Thread.ofVirtual().name("patrol").unstarted(this::run);
    }

    /// Begins to look.
    ///
    /// @param recorded index after the last entry that the tables know
    public static Patrol start(
            Database database, Cases cases, InForce inForce, LongSupplier recorded) {
        Patrol patrol = new Patrol(database, cases, inForce);
        patrol.store.begin(recorded.getAsLong());
        patrol.thread.start();
        return patrol;
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                if (look() < AT_ONCE) {
                    Thread.sleep(PAUSE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int look() {
        try {
            return step();
        } catch (RuntimeException e) {
            // Database or ledger are away, or it is a fault of ours: a thread that throws ends.
            LOG.warn("Refused prompts are looked through later", e);
            return 0;
        }
    }

    /// Looks through what was refused since the last step.
    ///
    /// @return how much it was
    int step() {
        return database.inTransaction(() -> {
            List<BlockedRequest> refusals = blocked.after(store.holdSeen(), NO_VIOLATION, AT_ONCE);
            refusals.forEach(this::consider);
            if (!refusals.isEmpty()) {
                store.advance(refusals.getLast().intent());
            }
            return refusals.size();
        });
    }

    private void consider(BlockedRequest refusal) {
        Programme.Cases terms = inForce.policy().policy().programme().incidents().cases();
        if (cases.isOpen(refusal.person()) || terms.severe().contains(refusal.rule())) {
            cases.refused(
                    refusal.person(), Cause.SEVERE, List.of(refusal.rule()), List.of(refusal.id()));
        } else if (terms.blocks() > 0) {
            List<BlockedRequest> recent = recent(refusal, terms);
            if (recent.size() >= terms.blocks()) {
                Set<String> rules = new LinkedHashSet<>();
                recent.forEach(each -> rules.add(each.rule()));
                cases.refused(
                        refusal.person(),
                        Cause.REPEATED,
                        List.copyOf(rules),
                        recent.stream().map(BlockedRequest::id).toList());
            }
        }
    }

    /// The refusals of the same person that count together with this one.
    private List<BlockedRequest> recent(BlockedRequest last, Programme.Cases terms) {
        ZoneId zone = inForce.policy().policy().heading().zone();
        Instant decided = cases.lastDecided(last.person());
        return blocked.of(last.person(), last.intent(), NO_VIOLATION, terms.blocks()).stream()
                .filter(each -> terms.within().after(each.at(), zone).isAfter(last.at()))
                .filter(each -> decided == null || each.at().isAfter(decided))
                .toList();
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(PATIENCE_AT_CLOSING);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
