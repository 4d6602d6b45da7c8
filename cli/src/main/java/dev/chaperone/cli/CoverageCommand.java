// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.catalog.Coverage;
import dev.chaperone.catalog.Tool;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `chaperone coverage`.
@Command(
        name = "coverage",
        description = {
            "What can be stopped or recorded of each tool, and by which way in.",
            "blocks: seen before it leaves, and can be stopped. records: seen, not stopped.",
            "unseen: not seen. absent: the tool has nothing of the kind. unknown: nobody has tried."
        })
final class CoverageCommand extends ChaperoneCommand {
    @Parameters(
            arity = "0..1",
            paramLabel = "TOOL",
            description = "one tool, with each way in, where that is from, and what else to know")
    private @Nullable String tool;

    @Option(names = "--json", description = "an array for programs")
    private boolean json;

    private final Catalog catalog = Catalog.builtIn();

    CoverageCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        List<Tool> tools =
                catalog.tools().stream()
                        .filter(each -> tool == null || each.id().value().equals(tool))
                        .toList();
        if (tools.isEmpty()) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "the catalogue has no such tool; "
                            + surroundings.launcher()
                            + " coverage lists all");
        }
        PrintStream out = surroundings.out();
        if (json) {
            out.println(tools.stream().flatMap(each -> rows(each.id()).stream()).toList());
        } else if (tool != null) {
            one(out, tools.getFirst());
        } else {
            all(out, tools);
        }
        return ExitCode.FINE;
    }

    private void all(PrintStream out, List<Tool> tools) {
        head(out, "tool");
        for (Tool each : tools) {
            List<String> cells = new ArrayList<>();
            for (Coverage.Traffic traffic : Coverage.Traffic.values()) {
                cells.add(catalog.best(each.id(), traffic).written());
            }
            row(out, each.id().value(), cells);
        }
    }

    private void one(PrintStream out, Tool shown) {
        out.println(shown.name());
        head(out, "way in");
        for (Coverage each : catalog.coverage(shown.id())) {
            row(
                    out,
                    each.surface().written(),
                    each.sees().values().stream().map(Coverage.Sight::written).toList());
        }
        for (Coverage each : catalog.coverage(shown.id())) {
            out.println();
            out.println(each.surface().written() + ": " + each.source() + ", " + each.asOf());
            if (each.note() != null) {
                out.println("  " + each.note());
            }
        }
    }

    private static void head(PrintStream out, String first) {
        List<String> names = new ArrayList<>();
        for (Coverage.Traffic traffic : Coverage.Traffic.values()) {
            names.add(traffic.written());
        }
        row(out, first, names);
    }

    private static void row(PrintStream out, String first, List<String> cells) {
        StringBuilder row = new StringBuilder("%-16s".formatted(first));
        cells.forEach(cell -> row.append("%-11s".formatted(cell)));
        out.println(row.toString().stripTrailing());
    }

    private List<JsonObject> rows(ToolId id) {
        List<JsonObject> rows = new ArrayList<>();
        for (Coverage each : catalog.coverage(id)) {
            Map<String, String> sees = new LinkedHashMap<>();
            each.sees().forEach((traffic, sight) -> sees.put(traffic.written(), sight.written()));
            Map<String, @Nullable Object> row = new LinkedHashMap<>();
            row.put("tool", id.value());
            row.put("surface", each.surface().written());
            row.put("sees", new JsonObject(sees));
            row.put("source", each.source());
            row.put("asOf", each.asOf().toString());
            row.put("note", each.note());
            rows.add(new JsonObject(row));
        }
        return rows;
    }
}
