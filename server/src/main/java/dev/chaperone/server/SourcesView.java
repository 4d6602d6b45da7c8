// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.activity.Sighting;
import dev.chaperone.workspace.sources.Finding;
import dev.chaperone.workspace.sources.Look;
import dev.chaperone.workspace.sources.Overview;
import dev.chaperone.workspace.sources.Sender;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The page about who reports, and what is not as it should be.
///
/// @param figure how many were heard of how many
/// @param looks what was looked for, with what came of it
/// @param servers MCP servers
/// @param modes in which tools ask a person or do not
/// @param more whether lists were cut
record SourcesView(
        SourcesFigure figure,
        List<SenderRow> senders,
        List<LookRow> looks,
        List<FindingRow> findings,
        List<SeenRow> servers,
        List<SeenRow> modes,
        boolean more,
        String gateway) {
    /// More rows than this nobody reads.
    static final int MOST_ROWS = 200;

    /// Switches telemetry on for Claude Code.
    public String claude() {
        return CommandLines.claudeTelemetry(gateway);
    }

    /// Says who is to be heard.
    public String expected() {
        return """
        telemetry:
          expected: [claude-code]
          gateway-expected: [claude-code]
          silent-after: 72h\
        """;
    }

    /// A sender.
    record SenderRow(
            String source,
            String tool,
            String person,
            @Nullable Moment first,
            @Nullable Moment last,
            String interval,
            Mark state) {}

    /// Something that was looked for.
    ///
    /// @param why it can not be told; empty when it can
    record LookRow(String what, String tool, Mark mark, String why) {}

    /// Something that is not as it should be.
    record FindingRow(
            String what,
            String tool,
            String person,
            @Nullable String session,
            String name,
            @Nullable Moment since) {}

    /// Something that was seen with a tool.
    record SeenRow(String name, String tool, String people, Moment first, Moment last) {}

    /// Puts names to ids.
    record Names(Directory.Names people, Function<ToolId, @Nullable String> tools) {
        String person(@Nullable PersonId id) {
            return id == null ? "nobody yet" : people.shown(id);
        }

        String tool(@Nullable ToolId tool) {
            return tool == null ? "not told" : Words.orUnknown(tools.apply(tool));
        }
    }

    static SourcesView of(Overview overview, Names names, String gateway) {
        Instant now = overview.asOf();
        return new SourcesView(
                SourcesFigure.of(overview),
                overview.senders().stream()
                        .limit(MOST_ROWS)
                        .map(each -> row(each, names, now))
                        .toList(),
                overview.looks().stream().map(each -> row(each, names)).toList(),
                overview.findings().stream()
                        .limit(MOST_ROWS)
                        .map(each -> row(each, names, now))
                        .toList(),
                seen(overview.servers(), names, now),
                seen(overview.permissions(), names, now),
                overview.senders().size() > MOST_ROWS || overview.findings().size() > MOST_ROWS,
                gateway);
    }

    /// The people who are named.
    static Set<PersonId> people(Overview overview) {
        Set<PersonId> people = new HashSet<>();
        for (Sender sender : overview.senders()) {
            if (sender.person() != null) {
                people.add(sender.person());
            }
        }
        for (Finding finding : overview.findings()) {
            if (finding.person() != null) {
                people.add(finding.person());
            }
        }
        return people;
    }

    private static SenderRow row(Sender sender, Names names, Instant now) {
        return new SenderRow(
                way(sender.source()),
                names.tool(sender.tool()),
                names.person(sender.person()),
                moment(sender.first(), now),
                moment(sender.last(), now),
                sender.interval().toHours() + " hours",
                mark(sender.state()));
    }

    private static LookRow row(Look look, Names names) {
        Integer found = look.findings();
        Mark mark;
        if (found == null) {
            mark = new Mark("", "question", "No data");
        } else if (found == 0) {
            mark = new Mark("allowed", "check", "None found");
        } else {
            mark = new Mark("warned", "warn", Words.count(found, "finding", "findings"));
        }
        return new LookRow(
                what(look.kind()),
                look.tool() == null ? "every tool" : names.tool(look.tool()),
                mark,
                look.why() == null ? "" : Words.sentence(look.why()) + ".");
    }

    private static FindingRow row(Finding finding, Names names, Instant now) {
        return new FindingRow(
                what(finding.kind()),
                names.tool(finding.tool()),
                names.person(finding.person()),
                finding.session(),
                finding.name() == null ? "" : finding.name(),
                moment(finding.since(), now));
    }

    /// One row for each name and tool.
    private static List<SeenRow> seen(List<Sighting> sightings, Names names, Instant now) {
        Map<String, SeenRow> rows = new LinkedHashMap<>();
        Map<String, Set<PersonId>> people = new LinkedHashMap<>();
        List<Sighting> newest =
                sightings.stream().sorted(Comparator.comparing(Sighting::last).reversed()).toList();
        Map<String, Instant> first = new LinkedHashMap<>();
        for (Sighting each : newest) {
            String key = each.name() + '\n' + each.tool();
            people.computeIfAbsent(key, _ -> new HashSet<>()).add(each.person());
            first.merge(key, each.first(), (a, b) -> a.isBefore(b) ? a : b);
            rows.putIfAbsent(
                    key,
                    new SeenRow(
                            each.name(),
                            names.tool(each.tool()),
                            "",
                            Moment.of(each.first(), now),
                            Moment.of(each.last(), now)));
        }
        return rows.entrySet().stream()
                .limit(MOST_ROWS)
                .map(row ->
                        new SeenRow(
                                row.getValue().name(),
                                row.getValue().tool(),
                                Words.count(
                                        people.getOrDefault(row.getKey(), Set.of()).size(),
                                        "person",
                                        "people"),
                                Moment.of(first.getOrDefault(row.getKey(), now), now),
                                row.getValue().last()))
                .toList();
    }

    private static @Nullable Moment moment(@Nullable Instant at, Instant now) {
        return at == null ? null : Moment.of(at, now);
    }

    /// A way in.
    static String way(Event.Source source) {
        return switch (source) {
            case GATEWAY -> "gateway";
            case HOOK -> "hooks";
            case PROXY -> "proxy";
            case TELEMETRY -> "telemetry";
            case CONNECTOR -> "connector";
            case MANUAL -> "by hand";
        };
    }

    private static Mark mark(Sender.State state) {
        return switch (state) {
            case OK -> new Mark("allowed", "check", "Heard in time");
            case SILENT -> new Mark("blocked", "block", "Silent");
            case NO_DATA -> new Mark("", "question", "No data");
            case ENDED -> new Mark("", "question", "Person has left");
        };
    }

    static String what(Finding.Kind kind) {
        return switch (kind) {
            case SESSION_NOT_REPORTED ->
                    "Session at the gateway that neither telemetry nor a hook tells of";
            case SESSION_PAST_THE_GATEWAY ->
                    "Session that only telemetry tells of: it went past the gateway";
            case SENDER_SILENT -> "Sender that was not heard within its interval";
            case SENDER_NEVER_HEARD -> "Tool that is expected to report and never did";
            case ASKS_NOBODY -> "Tool in a mode in which it asks nobody";
        };
    }
}
