// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;

/// What an assistant told by its telemetry, in words. It is the tool's own word.
final class TelemetryWords {
    private TelemetryWords() {}

    /// @param operation as the ledger has it
    static String of(String operation) {
        return switch (operation) {
            case "telemetry-prompt" -> "telemetry: a prompt";
            case "telemetry-use" -> "telemetry: what was used";
            default -> "telemetry";
        };
    }

    /// @param reported of the ledger's entry
    static String of(JsonNode reported) {
        List<String> told = new ArrayList<>();
        count(told, reported, "prompts", "prompt", "prompts");
        count(told, reported, "calls", "call of the model", "calls of the model");
        count(told, reported, "failures", "of them failed", "of them failed");
        count(told, reported, "tools", "use of a tool", "uses of tools");
        JsonNode servers = reported.path("mcp");
        if (servers.isArray() && !servers.isEmpty()) {
            List<String> names = new ArrayList<>();
            servers.forEach(each -> names.add(each.asString("")));
            told.add("MCP servers " + String.join(", ", names));
        }
        if (reported.path("permissions").isString()) {
            told.add("permission mode " + reported.path("permissions").asString(""));
        }
        return (told.isEmpty() ? "" : Words.sentence(String.join(", ", told)) + ". ")
                + "This is the tool’s own word, which nobody checked; none of its text is kept.";
    }

    private static void count(
            List<String> told, JsonNode reported, String name, String one, String many) {
        int count = reported.path(name).asInt(0);
        if (count > 0) {
            told.add(Words.count(count, one, many));
        }
    }
}
