// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes a [Report] of a record, as the table `telemetry.txt` says for each tool.
final class TelemetryTable {
    private static final TelemetryTable BUILT_IN = load();

    /// Longer values are text and none of what is looked for.
    private static final int LONGEST_FACT = 200;

    /// Shorter values can not hold what a detector finds.
    private static final int SHORTEST_TEXT = 8;

    private static final int MOST_SERVERS = 50;
    private static final Pattern MCP_TOOL = Pattern.compile("mcp__(.+?)__.+");
    private static final Pattern BETWEEN_SERVERS = Pattern.compile("[\\[\\]\",\\s]+");

    /// What Claude Code and others put where a prompt would stand.
    private static final String REDACTED = "<REDACTED>";

    private final Map<String, ToolId> programs = new LinkedHashMap<>();
    private final Map<String, Report.Kind> events = new HashMap<>();
    private final Map<ToolId, Map<String, List<String>>> facts = new HashMap<>();

    private TelemetryTable(String table) {
        table.lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.split(" +"))
                .forEach(this::add);
    }

    static TelemetryTable builtIn() {
        return BUILT_IN;
    }

    private static TelemetryTable load() {
        try (InputStream in = TelemetryTable.class.getResourceAsStream("telemetry.txt")) {
            byte[] table = Objects.requireNonNull(in, "telemetry.txt").readAllBytes();
            return new TelemetryTable(new String(table, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(String[] words) {
        ToolId tool = new ToolId(words[1]);
        switch (words[0]) {
            case "program" -> programs.put(words[2], tool);
            case "event" -> events.put(key(tool, words[2], words[3]), Report.Kind.of(words[4]));
            case "fact" ->
                    facts.computeIfAbsent(tool, _ -> new HashMap<>())
                            .put(words[2], Arrays.asList(words).subList(3, words.length));
            default -> throw new IllegalStateException("Not a line of the table: " + words[0]);
        }
    }

    private static String key(ToolId tool, String signal, String name) {
        return tool + " " + signal + ' ' + name;
    }

    /// What the attributes of a program tell: nothing, but they may hold text.
    Report report(OtlpAttributes program) {
        ToolId tool = tool(program.value("service.name"));
        String text = text(program, null, Set.of("service.name", "service.version"));
        return new Report(
                tool,
                Report.Kind.OTHER,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(),
                null,
                Report.Spent.NOTHING,
                text,
                !text.isEmpty(),
                program.isCut());
    }

    Report report(OtlpSignal signal, OtlpRecord record) {
        ToolId tool = tool(record.origin().program().value("service.name"));
        if (tool == null) {
            tool = tool(record.origin().scope());
        }
        String name = name(signal, record);
        Report.Kind told =
                tool == null || name == null ? null : events.get(key(tool, signal.written(), name));
        Report.Kind kind = told == null ? Report.Kind.OTHER : told;
        Facts found =
                new Facts(record, tool == null ? Map.of() : facts.getOrDefault(tool, Map.of()));
        return new Report(
                tool,
                kind,
                found.one("session"),
                found.one("turn"),
                found.one("model"),
                found.one("version"),
                found.one("once"),
                found.one("organization"),
                found.one("permissions"),
                servers(found),
                at(record),
                spent(kind, found),
                text(record.attributes(), record.body(), found.used),
                kind != Report.Kind.PROMPT || found.isTold("prompt"),
                record.attributes().isCut());
    }

    private @Nullable ToolId tool(@Nullable String told) {
        if (told == null) {
            return null;
        }
        for (Map.Entry<String, ToolId> each : programs.entrySet()) {
            String name = each.getKey();
            boolean fits =
                    name.endsWith("*")
                            ? told.startsWith(name.substring(0, name.length() - 1))
                            : told.equals(name);
            if (fits) {
                return each.getValue();
            }
        }
        return null;
    }

    private static @Nullable String name(OtlpSignal signal, OtlpRecord record) {
        OtlpAttributes told = record.attributes();
        return switch (signal) {
            case LOGS -> {
                String event = told.value("event.name");
                String named = event == null ? record.name() : event;
                yield named == null ? record.body() : named;
            }
            case TRACES -> {
                String operation = told.value("gen_ai.operation.name");
                yield operation == null ? record.name() : operation;
            }
            case METRICS -> record.name();
        };
    }

    private static @Nullable Instant at(OtlpRecord record) {
        return record.nanos() <= 0
                ? null
                : Instant.ofEpochSecond(
                        record.nanos() / 1_000_000_000, record.nanos() % 1_000_000_000);
    }

    private static Report.Spent spent(Report.Kind kind, Facts found) {
        return switch (kind) {
            case MODEL, USAGE, ERROR -> {
                Long status = found.number("status");
                yield new Report.Spent(
                        found.sum("input"),
                        found.sum("output"),
                        found.number("millis"),
                        kind == Report.Kind.ERROR || (status != null && status >= 400));
            }
            default -> Report.Spent.NOTHING;
        };
    }

    /// Told as a list, one by one, or in the name of a tool: `mcp__server__tool`.
    private static List<String> servers(Facts found) {
        Set<String> servers = new LinkedHashSet<>();
        for (String list : found.all("mcp")) {
            BETWEEN_SERVERS
                    .splitAsStream(list)
                    .filter(name -> !name.isEmpty())
                    .forEach(servers::add);
        }
        String used = found.one("used");
        Matcher tool = MCP_TOOL.matcher(used == null ? "" : used);
        if (tool.matches()) {
            servers.add(tool.group(1));
        }
        return servers.stream().limit(MOST_SERVERS).toList();
    }

    /// What is none of the facts, once each, one a line.
    private static String text(OtlpAttributes told, @Nullable String body, Set<String> used) {
        Set<String> texts = new LinkedHashSet<>();
        told.named()
                .forEach((name, value) -> {
                    if (!used.contains(name)) {
                        texts.add(value);
                    }
                });
        texts.addAll(told.unnamed());
        if (body != null) {
            texts.add(body);
        }
        texts.removeIf(each -> each.length() < SHORTEST_TEXT || each.equals(REDACTED));
        return String.join("\n", texts);
    }

    /// The facts of one record, and which attributes they were taken from.
    private static final class Facts {
        private final OtlpRecord record;
        private final Map<String, List<String>> places;
        private final Set<String> used = new HashSet<>();

        Facts(OtlpRecord record, Map<String, List<String>> places) {
            this.record = record;
            this.places = places;
        }

        @Nullable String one(String fact) {
            List<String> all = all(fact);
            return all.isEmpty() ? null : all.getFirst();
        }

        List<String> all(String fact) {
            List<String> found = new ArrayList<>();
            for (String place : places.getOrDefault(fact, List.of())) {
                String value = record.attributes().value(place);
                if (value == null) {
                    value = record.origin().program().value(place);
                }
                if (value != null && value.length() <= LONGEST_FACT && !value.isBlank()) {
                    found.add(value);
                    used.add(place);
                }
            }
            return found;
        }

        /// Whether a text is there.
        boolean isTold(String fact) {
            return places.getOrDefault(fact, List.of()).stream()
                    .map(record.attributes()::value)
                    .anyMatch(value -> value != null && !value.equals(REDACTED));
        }

        @Nullable Long number(String fact) {
            return numbers(fact).stream().findFirst().orElse(null);
        }

        @Nullable Long sum(String fact) {
            List<Long> numbers = numbers(fact);
            return numbers.isEmpty()
                    ? null
                    : (Long) numbers.stream().mapToLong(Long::longValue).sum();
        }

        /// Those that are numbers of a size that can be true.
        private List<Long> numbers(String fact) {
            List<Long> numbers = new ArrayList<>();
            for (String value : all(fact)) {
                if (value.matches("\\d{1,12}(\\.\\d+)?")) {
                    numbers.add(Long.parseLong(value.split("\\.", 2)[0]));
                }
            }
            return numbers;
        }
    }
}
