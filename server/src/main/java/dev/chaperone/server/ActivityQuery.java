// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Scope;

import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriComponentsBuilder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What the reader of the activity page asks for, as the address says it.
final class ActivityQuery {
    private static final List<String> FILTERS =
            List.of(
                    "person",
                    "tool",
                    "decision",
                    "source",
                    "repository",
                    "session",
                    "commit",
                    "from",
                    "to",
                    "q");

    private final Map<String, String> asked = new LinkedHashMap<>();
    private final @Nullable String cursor;

    ActivityQuery(Map<String, String> parameters) {
        for (String name : FILTERS) {
            String value = parameters.getOrDefault(name, "").strip();
            if (!value.isEmpty()) {
                asked.put(name, value);
            }
        }
        String wanted = parameters.get("cursor");
        this.cursor = wanted == null || wanted.isBlank() ? null : wanted;
    }

    @Nullable String cursor() {
        return cursor;
    }

    Filter filter(Directory directory) {
        return new Asked(
                        asked.get("person"),
                        asked.get("tool"),
                        null,
                        asked.get("repository"),
                        null,
                        asked.get("decision"),
                        null,
                        asked.get("source"),
                        asked.get("session"),
                        asked.get("commit"),
                        asked.get("from"),
                        asked.get("to"),
                        asked.get("q"),
                        cursor,
                        null)
                .filter(directory);
    }

    ActivityView.Links links(@Nullable String next) {
        return new ActivityView.Links(
                address("/activity/rows", null),
                address("/activity", null),
                next == null ? null : address("/activity", next));
    }

    private String address(String path, @Nullable String from) {
        UriComponentsBuilder address = UriComponentsBuilder.fromPath(path);
        Map<String, Object> values = new LinkedHashMap<>();
        asked.forEach((name, value) -> {
            address.queryParam(name, "{" + name + "}");
            values.put(name, value);
        });
        if (from != null) {
            address.queryParam("cursor", "{cursor}");
            values.put("cursor", from);
        }
        return address.encode().buildAndExpand(values).toUriString();
    }

    /// The form with what the reader set, and the choices that would find something.
    ActivityView.Form form(Interactions interactions, Directory directory, Rows rows, Scope scope) {
        return new ActivityView.Form(
                people(interactions.people(scope), directory),
                tools(interactions.tools(scope), rows),
                decisions(),
                sources(),
                interactions.repositories(scope),
                asked("repository"),
                asked("session"),
                asked("commit"),
                asked("from"),
                asked("to"),
                asked("q"),
                !asked.isEmpty());
    }

    private List<ActivityView.Option> people(List<PersonId> ids, Directory directory) {
        Directory.Names names = directory.names(Set.copyOf(ids));
        List<ActivityView.Option> options = new ArrayList<>();
        for (PersonId id : ids) {
            String name = names.name(id);
            options.add(option("person", id.value(), name == null ? id.value() : name));
        }
        options.sort(Comparator.comparing(ActivityView.Option::label));
        return options;
    }

    private List<ActivityView.Option> tools(List<ToolId> tools, Rows rows) {
        return tools.stream()
                .map(tool -> option("tool", tool.value(), Words.orUnknown(rows.toolName(tool))))
                .sorted(Comparator.comparing(ActivityView.Option::label))
                .toList();
    }

    private List<ActivityView.Option> decisions() {
        return Arrays.stream(Event.Effect.values())
                .map(effect -> option("decision", effect.written(), Mark.of(effect).text()))
                .toList();
    }

    private List<ActivityView.Option> sources() {
        return Stream.of(
                        Event.Source.GATEWAY,
                        Event.Source.PROXY,
                        Event.Source.HOOK,
                        Event.Source.TELEMETRY)
                .map(source ->
                        option("source", source.written(), Words.sentence(SourcesView.way(source))))
                .toList();
    }

    private ActivityView.Option option(String name, String value, String label) {
        return new ActivityView.Option(value, label, value.equals(asked.get(name)));
    }

    private String asked(String name) {
        return asked.getOrDefault(name, "");
    }
}
