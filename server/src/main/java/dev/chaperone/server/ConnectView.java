// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Coverage;
import dev.chaperone.catalog.Tool;
import dev.chaperone.ledger.Event;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.protocols.HookEvents;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The page on which developers connect their own tools.
///
/// @param personal whether it knows whose tools these are
/// @param rows the tools that the policy allows
record ConnectView(String summary, boolean personal, List<Row> rows) {

    /// A tool.
    ///
    /// @param plans that the policy allows
    /// @param state whether it was heard of by any way
    /// @param ways by which it can come, each with when it was heard last
    /// @param api whether it is a bare API and no tool whose settings somebody could write
    /// @param command which connects it; null where there is nothing that a command could write
    record Row(
            String id,
            String name,
            String plans,
            Mark state,
            List<Way> ways,
            boolean api,
            @Nullable String command) {}

    /// A way in.
    ///
    /// @param last when the person's tool was heard last; null when it was not
    record Way(String name, Mark state, @Nullable Moment last) {}

    /// When somebody's tool was heard last by a way in.
    interface Heard {
        Optional<Instant> last(ToolId tool, Event.Source source);
    }

    /// @param heard null when it is nobody's page
    static ConnectView of(
            Catalog catalog,
            PolicySnapshot policy,
            String gateway,
            @Nullable Heard heard,
            Instant now) {
        Set<ToolId> hooked =
                HookEvents.builtIn().all().stream()
                        .map(event -> event.tool())
                        .collect(Collectors.toSet());
        List<Row> rows = new ArrayList<>();
        for (Tool tool : catalog.tools()) {
            if (policy.tools().containsKey(tool.id())) {
                rows.add(row(tool, catalog, policy, gateway, hooked, heard, now));
            }
        }
        long connected = rows.stream().filter(row -> row.state().style().equals("allowed")).count();
        String summary =
                heard == null
                        ? "The policy allows " + Words.count(rows.size(), "tool", "tools") + "."
                        : "Heard of within 30 days: "
                                + Words.number(connected)
                                + " of the "
                                + Words.count(rows.size(), "tool", "tools")
                                + " that you may use.";
        return new ConnectView(summary, heard != null, rows);
    }

    private static Row row(
            Tool tool,
            Catalog catalog,
            PolicySnapshot policy,
            String gateway,
            Set<ToolId> hooked,
            @Nullable Heard heard,
            Instant now) {
        List<Way> ways =
                catalog.coverage(tool.id()).stream()
                        .filter(ConnectView::seesSomething)
                        .map(coverage -> way(tool.id(), coverage.surface(), heard, now))
                        .toList();
        boolean any = ways.stream().anyMatch(way -> way.last() != null);
        boolean connects =
                hooked.contains(tool.id())
                        || catalog.coverage(tool.id()).stream()
                                .anyMatch(coverage ->
                                        coverage.surface() == Coverage.Surface.GATEWAY
                                                && seesSomething(coverage));
        return new Row(
                tool.id().value(),
                tool.name(),
                policy.tools().getOrDefault(tool.id(), Set.of()).stream()
                        .map(plan -> plan.value())
                        .sorted()
                        .collect(Collectors.joining(", ")),
                any
                        ? new Mark("allowed", "check", "Connected")
                        : new Mark("", "question", heard == null ? "Not told" : "Not heard yet"),
                ways,
                isBare(tool),
                connects && !isBare(tool)
                        ? "./chaperone connect " + tool.id().value() + " --gateway " + gateway
                        : null);
    }

    private static boolean isBare(Tool tool) {
        return tool.id().value().endsWith("-api");
    }

    private static boolean seesSomething(Coverage coverage) {
        return coverage.sees().values().stream()
                .anyMatch(
                        sight -> sight == Coverage.Sight.BLOCKS || sight == Coverage.Sight.RECORDS);
    }

    private static Way way(
            ToolId tool, Coverage.Surface surface, @Nullable Heard heard, Instant now) {
        Event.Source source =
                switch (surface) {
                    case GATEWAY -> Event.Source.GATEWAY;
                    case HOOKS -> Event.Source.HOOK;
                    case TELEMETRY -> Event.Source.TELEMETRY;
                    case PROXY -> Event.Source.PROXY;
                };
        Moment last =
                heard == null
                        ? null
                        : heard.last(tool, source).map(at -> Moment.of(at, now)).orElse(null);
        return new Way(
                ToolsView.name(surface),
                last == null
                        ? new Mark("", "question", "not heard")
                        : new Mark("allowed", "check", "heard"),
                last);
    }
}
