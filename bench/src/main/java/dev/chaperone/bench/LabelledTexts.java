// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.detection.Finding;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Files of labelled texts: one JSON object a line with `text`, `expected` (whether a secret is in
/// it), `rule` (what its maker calls it), and where known `span` (where it is, in characters).
final class LabelledTexts {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LabelledTexts() {}

    static List<JsonNode> read(Path file) throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            rows.add(JSON.readTree(line));
        }
        return rows;
    }

    /// Leaves of the findings those that lie in what is marked, if something is.
    static void keepMarked(JsonNode row, List<Finding> findings) {
        JsonNode span = row.path("span");
        if (span.size() == 2) {
            String text = row.path("text").asString();
            int start = bytesUpTo(text, span.get(0).asInt());
            int end = bytesUpTo(text, span.get(1).asInt());
            findings.removeIf(each -> each.start() >= end || start >= each.end());
        }
    }

    private static int bytesUpTo(String text, int characters) {
        return text.substring(0, Math.min(text.length(), characters))
                .getBytes(StandardCharsets.UTF_8)
                .length;
    }
}
