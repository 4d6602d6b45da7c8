// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A conversation as the demo model understands it: the last thing a person asked, the tools it was
/// offered, and what those have returned since. The same conversation always gets the same answer.
final class DemoConversation {
    private static final String READ = "Read";
    private static final String BASH = "Bash";
    private static final Pattern DIRECTORY =
            Pattern.compile("[Ww]orking directory: *([/~]?[^\\r\\n]*[^\\r\\n\\s])");
    private static final int QUOTED = 300;
    private static final int QUOTED_LINES = 2;

    private final Set<String> tools = new HashSet<>();
    private final Map<String, String> toolOfCall = new HashMap<>();
    private final Map<String, String> results = new LinkedHashMap<>();
    private String asked = "";
    private @Nullable String directory;
    private int length;

    private DemoConversation() {}

    /// Understands the body of an Anthropic Messages request.
    static DemoConversation ofMessages(JsonNode prompt) {
        DemoConversation conversation = new DemoConversation();
        prompt.path("tools").forEach(tool -> conversation.tools.add(text(tool.path("name"))));
        blocks(prompt.path("system"), conversation::lookForDirectory);
        for (JsonNode message : prompt.path("messages")) {
            conversation.length++;
            boolean fromPerson = text(message.path("role")).equals("user");
            blocks(message.path("content"), block -> conversation.take(block, fromPerson));
        }
        return conversation;
    }

    /// Understands the body of a chat completions request; its clients' tools differ too much for a
    /// demo, so they get words only.
    static DemoConversation ofChat(JsonNode prompt) {
        DemoConversation conversation = new DemoConversation();
        for (JsonNode message : prompt.path("messages")) {
            boolean fromPerson = text(message.path("role")).equals("user");
            blocks(message.path("content"), block -> conversation.take(block, fromPerson));
        }
        return conversation;
    }

    DemoAnswer answer() {
        DemoRequest request = DemoRequest.in(asked);
        String file = request.file();
        if (file != null && tools.contains(READ) && !results.containsKey(READ)) {
            String path = absolute(file);
            return call("I will read " + path + ".", READ, Map.of("file_path", path));
        }
        String command = request.command();
        if (command != null && tools.contains(BASH) && !results.containsKey(BASH)) {
            Map<String, String> input =
                    Map.of("command", command, "description", "Run what was asked for");
            return call("I will run `" + command + "`.", BASH, input);
        }
        return new DemoAnswer(words(), null);
    }

    private DemoAnswer call(String text, String tool, Map<String, String> input) {
        String id = "toolu_demo_" + length + "_" + tool;
        return new DemoAnswer(
                "This is Chaperone's demo model. " + text, new DemoAnswer.Call(id, tool, input));
    }

    private String words() {
        StringBuilder words = new StringBuilder("This is Chaperone's demo model.");
        words.append(asked.isEmpty() ? " You asked nothing." : " You asked: " + quoted(asked));
        results.forEach((tool, result) ->
                words.append("\n\n").append(tool).append(" returned: ").append(result));
        return words.toString();
    }

    private void take(JsonNode block, boolean fromPerson) {
        switch (text(block.path("type"))) {
            case "text" -> {
                String text = text(block.path("text"));
                lookForDirectory(block);
                if (fromPerson
                        && !text.isBlank()
                        && !text.strip().startsWith("<system-reminder>")) {
                    asked = text.strip();
                    results.clear();
                }
            }
            case "tool_use" -> toolOfCall.put(text(block.path("id")), text(block.path("name")));
            case "tool_result" -> {
                String tool = toolOfCall.get(text(block.path("tool_use_id")));
                if (tool != null) {
                    StringBuilder result = new StringBuilder();
                    blocks(
                            block.path("content"),
                            part -> result.append(text(part.path("text"))).append('\n'));
                    results.put(tool, firstLines(result.toString()));
                }
            }
            default -> {}
        }
    }

    private void lookForDirectory(JsonNode block) {
        if (directory == null) {
            Matcher matcher = DIRECTORY.matcher(text(block.path("text")));
            directory = matcher.find() ? matcher.group(1) : null;
        }
    }

    private String absolute(String file) {
        if (file.startsWith("/") || directory == null) {
            return file;
        }
        String relative = file.startsWith("./") ? file.substring(2) : file;
        return directory.endsWith("/") ? directory + relative : directory + "/" + relative;
    }

    /// What to do with one block of content.
    private interface Each {
        void block(JsonNode block);
    }

    /// A string as content means the same as one block of text.
    private static void blocks(JsonNode content, Each each) {
        if (content.isString()) {
            each.block(DemoJson.text(content));
        } else if (content.isArray()) {
            content.forEach(each::block);
        }
    }

    private static String firstLines(String result) {
        StringBuilder lines = new StringBuilder();
        result.lines()
                .map(DemoConversation::withoutNumber)
                .filter(line -> !line.isBlank())
                .limit(QUOTED_LINES)
                .forEach(line -> lines.append(lines.isEmpty() ? "" : " / ").append(line.strip()));
        return lines.isEmpty() ? "nothing" : quoted(lines.toString());
    }

    /// Files come with their lines numbered.
    private static String withoutNumber(String line) {
        int tab = line.indexOf('\t');
        boolean numbered =
                tab > 0 && line.substring(0, tab).strip().chars().allMatch(Character::isDigit);
        return numbered ? line.substring(tab + 1) : line;
    }

    private static String quoted(String text) {
        int end =
                text.offsetByCodePoints(0, Math.min(QUOTED, text.codePointCount(0, text.length())));
        return "“" + text.substring(0, end) + (end < text.length() ? "…" : "") + "”";
    }

    private static String text(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }
}
