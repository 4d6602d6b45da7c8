// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Coverage;
import dev.chaperone.catalog.Tool;
import dev.chaperone.policy.PolicySnapshot;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The page about the tools of the catalogue: which of them the policy allows, and what each way in
/// can do about their traffic.
///
/// @param kinds of traffic, in the order of the cells
record ToolsView(String summary, List<String> kinds, List<Row> rows) {

    /// A tool.
    ///
    /// @param allowed the plans that the policy allows; empty when it is not allowed
    /// @param best for each kind of traffic
    record Row(
            String id,
            String name,
            String vendor,
            String allowed,
            List<Mark> best,
            List<Way> ways) {}

    /// A way in.
    ///
    /// @param asOf the day for people
    record Way(String name, List<Mark> sees, String source, String asOf, @Nullable String note) {}

    static ToolsView of(Catalog catalog, PolicySnapshot policy) {
        List<Row> rows = catalog.tools().stream().map(tool -> row(tool, catalog, policy)).toList();
        long allowed = rows.stream().filter(row -> !row.allowed().isEmpty()).count();
        return new ToolsView(
                "The policy in force allows "
                        + Words.number(allowed)
                        + " of "
                        + Words.count(rows.size(), "known tool", "known tools")
                        + ".",
                Stream.of(Coverage.Traffic.values()).map(ToolsView::name).toList(),
                rows.stream()
                        .sorted(Comparator.comparing((Row row) -> row.allowed().isEmpty()))
                        .toList());
    }

    private static Row row(Tool tool, Catalog catalog, PolicySnapshot policy) {
        List<String> plans =
                policy.tools().containsKey(tool.id())
                        ? policy.tools().get(tool.id()).stream()
                                .map(plan -> plan.value())
                                .sorted()
                                .toList()
                        : List.of();
        return new Row(
                tool.id().value(),
                tool.name(),
                tool.vendor().value(),
                String.join(", ", plans),
                Stream.of(Coverage.Traffic.values())
                        .map(traffic -> mark(catalog.best(tool.id(), traffic)))
                        .toList(),
                catalog.coverage(tool.id()).stream().map(ToolsView::way).toList());
    }

    private static Way way(Coverage coverage) {
        return new Way(
                name(coverage.surface()),
                coverage.sees().values().stream().map(ToolsView::mark).toList(),
                coverage.source(),
                Moment.day(coverage.asOf()),
                coverage.note());
    }

    static String name(Coverage.Surface surface) {
        return switch (surface) {
            case GATEWAY -> "Gateway";
            case HOOKS -> "Hooks";
            case TELEMETRY -> "Telemetry";
            case PROXY -> "Forward proxy";
        };
    }

    private static Mark mark(Coverage.Sight sight) {
        return switch (sight) {
            case BLOCKS -> new Mark("allowed", "check", "can stop it");
            case RECORDS -> new Mark("warned", "warn", "sees it");
            case UNKNOWN -> new Mark("", "question", "not tried");
            case UNSEEN -> new Mark("blocked", "block", "not seen");
            case ABSENT -> new Mark("", "question", "has none");
        };
    }

    private static String name(Coverage.Traffic traffic) {
        return switch (traffic) {
            case PROMPT -> "Prompts";
            case FILE -> "Files it reads";
            case COMMAND -> "Commands";
            case MCP -> "MCP calls";
            case EDIT -> "Files it writes";
            case ANSWER -> "Answers";
            case COMPLETION -> "Completion";
            case ACCOUNT -> "Account";
        };
    }
}
