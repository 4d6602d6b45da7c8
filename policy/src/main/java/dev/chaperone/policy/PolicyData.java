// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a policy allows where, as canonical JSON (RFC 8785: members by name, no space): the part of
/// its document that can be compared with what runs.
///
/// Written by hand because it needs no more than texts, lists and objects, and `policy` has no
/// other use for a JSON library.
record PolicyData(Policy policy) {
    String json() {
        return "{\"repositories\":"
                + list(policy.repositories().stream().map(PolicyData::repository).toList())
                + ",\"tools\":"
                + list(policy.tools().stream().map(PolicyData::tool).toList())
                + "}";
    }

    private static String repository(RepositoryClass repository) {
        return "{\"class\":"
                + text(repository.name())
                + ",\"match\":"
                + text(repository.match().pattern())
                + (repository.tools() == null ? "" : ",\"tools\":" + texts(repository.tools()))
                + "}";
    }

    private static String tool(ApprovedTool tool) {
        String settings =
                tool.settings().stream()
                        .collect(
                                Collectors.toMap(
                                        ApprovedTool.RequiredSetting::key,
                                        ApprovedTool.RequiredSetting::expected,
                                        (one, _) -> one,
                                        TreeMap::new))
                        .entrySet()
                        .stream()
                        .map(each -> text(each.getKey()) + ":" + text(each.getValue()))
                        .collect(Collectors.joining(",", "{", "}"));
        return "{\"checklist\":"
                + list(tool.checklist().stream().map(PolicyData::item).toList())
                + ",\"plans\":"
                + texts(tool.plans())
                + ",\"settings\":"
                + settings
                + ",\"teams\":"
                + texts(tool.teams())
                + ",\"tool\":"
                + text(tool.tool().value())
                + "}";
    }

    private static String item(ChecklistItem item) {
        return "{\"by\":"
                + text(item.by().written())
                + (item.every() == null ? "" : ",\"every\":" + text(item.every().toString()))
                + ",\"evidence\":"
                + item.evidence()
                + ",\"id\":"
                + text(item.id())
                + ",\"text\":"
                + text(item.text())
                + "}";
    }

    private static String texts(Set<?> values) {
        return list(
                new TreeSet<>(values.stream().map(Object::toString).toList())
                        .stream().map(PolicyData::text).toList());
    }

    private static String list(List<String> items) {
        return "[" + String.join(",", items) + "]";
    }

    private static String text(String value) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < value.length(); i++) {
            char letter = value.charAt(i);
            switch (letter) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default ->
                        json.append(letter < ' ' ? "\\u%04x".formatted((int) letter) : "" + letter);
            }
        }
        return json.append('"').toString();
    }
}
