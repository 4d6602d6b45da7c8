// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Pieces of JSON that the demo model's two formats share.
final class DemoJson {
    /// How many characters of text travel in one event.
    private static final int PIECE = 24;

    private DemoJson() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /// A block of text that says the same as this string.
    static ObjectNode text(JsonNode string) {
        return object().put("type", "text").put("text", string.stringValue());
    }

    static ObjectNode of(Map<String, String> members) {
        ObjectNode object = object();
        members.keySet().stream().sorted().forEach(name -> object.put(name, members.get(name)));
        return object;
    }

    /// An estimate, as good as any for a model that has no tokens.
    static int tokens(String text) {
        return Math.max(1, text.length() / 4);
    }

    static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = Math.min(text.length(), from + PIECE);
            if (Character.isHighSurrogate(text.charAt(to - 1)) && to < text.length()) {
                to++;
            }
            pieces.add(text.substring(from, to));
            from = to;
        }
        return pieces;
    }
}
