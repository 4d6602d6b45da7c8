// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Event.Source;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What an entry shows to have been there: the key of a row of `seen`. Whoever stores it and
/// whoever reads it later derive it in the same way.
///
/// @param name of the session, server or mode; empty for a sender
/// @param tool empty when it is not known
record Seen(Kind kind, String name, String source, String tool, String person) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Ways in that have a beginning and an end of their own, and so can fall silent: nobody has to
    /// ask the gateway anything.
    private static final Set<Source> SENDERS =
            EnumSet.of(Source.HOOK, Source.PROXY, Source.TELEMETRY);

    private static final String HEARD = "source.heard";

    /// What kind of thing it is.
    enum Kind {
        SENDER,
        SESSION,
        MCP,
        PERMISSIONS;

        String written() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// All that an entry shows; nothing when nobody is known to have caused it.
    static List<Seen> in(Event event) {
        return switch (event) {
            case Event.Intent intent -> in(intent);
            case Event.Administered sign when sign.action().equals(HEARD) -> in(sign);
            case Event.Administered _, Event.Outcome _ -> List.of();
        };
    }

    private static List<Seen> in(Event.Intent intent) {
        boolean refused =
                intent.source() == Source.TELEMETRY
                        && intent.verdict().effect() == Event.Effect.BLOCKED;
        if (intent.caller() == null || refused) {
            return List.of();
        }
        Key key =
                new Key(
                        intent.source().written(),
                        text(intent.use().tool()),
                        intent.caller().person().value());
        List<Seen> seen = new ArrayList<>();
        if (SENDERS.contains(intent.source())) {
            seen.add(key.seen(Kind.SENDER, ""));
        }
        if (intent.use().session() != null) {
            seen.add(key.seen(Kind.SESSION, intent.use().session()));
        }
        if (intent.reported() != null) {
            intent.reported().mcp().forEach(server -> seen.add(key.seen(Kind.MCP, server)));
            if (intent.reported().permissions() != null) {
                seen.add(key.seen(Kind.PERMISSIONS, intent.reported().permissions()));
            }
        }
        return seen;
    }

    private static List<Seen> in(Event.Administered sign) {
        Key key =
                new Key(
                        StoredText.of(sign.details().getOrDefault("source", "")),
                        StoredText.of(sign.details().getOrDefault("tool", "")),
                        StoredText.of(sign.subject()));
        String session = sign.details().get("session");
        Seen sender = key.seen(Kind.SENDER, "");
        return session == null ? List.of(sender) : List.of(sender, key.seen(Kind.SESSION, session));
    }

    private static String text(@Nullable Object id) {
        return id == null ? "" : id.toString();
    }

    private record Key(String source, String tool, String person) {
        Seen seen(Kind kind, String name) {
            return new Seen(kind, StoredText.of(name), source, tool, person);
        }
    }

    /// As a JSON object whose members are named like the columns.
    ObjectNode row() {
        return JSON.createObjectNode()
                .put("kind", kind.written())
                .put("name", name)
                .put("source", source)
                .put("tool", tool)
                .put("person", person);
    }
}
