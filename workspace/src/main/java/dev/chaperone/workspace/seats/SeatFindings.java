// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.policy.ApprovedTool;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What is not as it should be at vendors. Derived when read, from the newest readings, the grants,
/// the people and the policy in force: nothing is opened or closed by hand.
public final class SeatFindings {
    private final SeatFindingStore store;
    private final InForce inForce;
    private final Clock clock;

    public SeatFindings(Database database, InForce inForce, Clock clock) {
        this.store = new SeatFindingStore(database);
        this.inForce = inForce;
        this.clock = clock;
    }

    /// Which findings are asked for.
    ///
    /// @param kind null: all
    /// @param source null: of all lists
    public record Filter(SeatFinding.@Nullable Kind kind, @Nullable SourceId source) {}

    /// By what it is told whether something is as it should be.
    ///
    /// @param today in the company's zone
    /// @param approved tools and plans of the policy, as `tool plan`
    record Terms(Instant now, LocalDate today, boolean grants, Set<String> approved) {}

    /// Findings, the worst kinds first, of each the newest first.
    public Page<SeatFinding> list(Filter filter, @Nullable String cursor, int limit) {
        Page.checkLimit(limit);
        long before = Page.before(cursor);
        Terms terms = terms();
        List<SeatFindingStore.Row> rows = new ArrayList<>();
        for (SeatFinding.Kind kind : SeatFinding.Kind.values()) {
            long beforeOfKind = SeatFindingStore.beforeWithin(kind, before);
            boolean asked = filter.kind() == null || filter.kind() == kind;
            if (asked && beforeOfKind > 0 && rows.size() <= limit) {
                rows.addAll(
                        store.find(
                                kind,
                                filter.source(),
                                terms,
                                beforeOfKind,
                                limit + 1 - rows.size()));
            }
        }
        Page<SeatFindingStore.Row> page = Page.of(rows, limit, SeatFindingStore.Row::key);
        return new Page<>(
                page.items().stream().map(SeatFindingStore.Row::finding).toList(), page.next());
    }

    private Terms terms() {
        PolicySnapshot policy = inForce.policy();
        Instant now = clock.instant();
        Set<String> approved = new TreeSet<>();
        for (ApprovedTool tool : policy.policy().tools()) {
            tool.plans().forEach(plan -> approved.add(tool.tool() + " " + plan));
        }
        return new Terms(
                now,
                LocalDate.ofInstant(now, policy.policy().heading().zone()),
                policy.programme().access().isOn(),
                approved);
    }
}
