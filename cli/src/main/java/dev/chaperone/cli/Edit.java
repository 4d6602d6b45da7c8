// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One change of a JSON file of settings.
///
/// @param at the names of the members that lead there
record Edit(Kind kind, List<String> at, @Nullable Object value) {
    enum Kind {
        PUT,
        REMOVE,
        /// To the end of a list.
        APPEND
    }

    static Edit put(Object value, String... at) {
        return new Edit(Kind.PUT, List.of(at), value);
    }

    static Edit append(Object value, String... at) {
        return new Edit(Kind.APPEND, List.of(at), value);
    }

    static Edit remove(String... at) {
        return new Edit(Kind.REMOVE, List.of(at), null);
    }

    JsonText in(JsonText text) throws IOException {
        return switch (kind) {
            case PUT -> text.put(at, value);
            case APPEND -> text.append(at, value);
            case REMOVE -> text.remove(at);
        };
    }

    /// Takes it back where nobody changed the place since.
    ///
    /// @param before the text before this edit
    JsonText outOf(JsonText text, JsonText before) throws IOException {
        return switch (kind) {
            case PUT -> {
                if (!same(text.value(at))) {
                    yield text;
                }
                yield before.has(at) ? text.put(at, before.value(at)) : pruned(text, before);
            }
            case APPEND -> {
                JsonText without = text.removeItem(at, value);
                boolean left = without.value(at) instanceof List<?> list && !list.isEmpty();
                yield left || before.has(at) ? without : pruned(without, before);
            }
            case REMOVE -> before.has(at) && !text.has(at) ? text.put(at, before.value(at)) : text;
        };
    }

    /// Without the member, and without those around it that came with it.
    private JsonText pruned(JsonText text, JsonText before) throws IOException {
        JsonText pruned = text.remove(at);
        List<String> around = at.subList(0, at.size() - 1);
        while (!around.isEmpty()
                && !before.has(around)
                && pruned.value(around) instanceof JsonObject object
                && object.members().isEmpty()) {
            pruned = pruned.remove(around);
            around = around.subList(0, around.size() - 1);
        }
        return pruned;
    }

    private boolean same(@Nullable Object found) {
        return JsonObject.line(found).equals(JsonObject.line(value));
    }

    JsonObject json() {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("kind", kind.name().toLowerCase(Locale.ROOT));
        members.put("at", at);
        members.put("value", value);
        return new JsonObject(members);
    }

    /// @throws IOException when it is none
    static Edit of(JsonObject json) throws IOException {
        List<String> at = json.texts("at");
        for (Kind kind : Kind.values()) {
            if (kind.name().toLowerCase(Locale.ROOT).equals(json.text("kind")) && at != null) {
                return new Edit(kind, List.copyOf(at), json.members().get("value"));
            }
        }
        throw new IOException("no edit of settings");
    }
}
