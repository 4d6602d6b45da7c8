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
    private static final Tools CLAUDE_CODE =
            new Tools(
                    "Read",
                    "file_path",
                    "Bash",
                    "command",
                    Map.of("description", "Run what was asked for"));
    private static final Tools COPILOT =
            new Tools(
                    "view",
                    "path",
                    "bash",
                    "command",
                    Map.of("description", "Run what was asked for"));
    private static final Tools CODEX = new Tools("", "", "exec_command", "cmd", Map.of());
    private static final Tools GEMINI =
            new Tools(
                    "read_file",
                    "file_path",
                    "run_shell_command",
                    "command",
                    Map.of("description", "Run what was asked for"));
    private static final Pattern DIRECTORY =
            Pattern.compile("[Ww]orking directory: *([/~]?[^\\r\\n]*[^\\r\\n\\s])");
    private static final Pattern IN_FRONT =
            Pattern.compile("^(?:<([\\w-]+)>.*?</\\1>\\s*)+", Pattern.DOTALL);
    private static final int QUOTED = 300;
    private static final int QUOTED_LINES = 2;

    /// What an assistant calls its tools for reading a file and running a command, and their
    /// arguments.
    private record Tools(
            String read, String file, String shell, String command, Map<String, String> more) {}

    private final Tools names;
    private final Set<String> tools = new HashSet<>();
    private final Map<String, String> toolOfCall = new HashMap<>();
    private final Map<String, String> results = new LinkedHashMap<>();
    private String asked = "";
    private @Nullable String directory;
    private int length;

    private DemoConversation(Tools names) {
        this.names = names;
    }

    /// Understands the body of an Anthropic Messages request.
    static DemoConversation ofMessages(JsonNode prompt) {
        DemoConversation conversation = new DemoConversation(CLAUDE_CODE);
        prompt.path("tools").forEach(tool -> conversation.tools.add(text(tool.path("name"))));
        blocks(prompt.path("system"), conversation::lookForDirectory);
        for (JsonNode message : prompt.path("messages")) {
            conversation.length++;
            boolean fromPerson = text(message.path("role")).equals("user");
            blocks(message.path("content"), block -> conversation.take(block, fromPerson));
        }
        return conversation;
    }

    /// Understands the body of a chat completions request.
    static DemoConversation ofChat(JsonNode prompt) {
        DemoConversation conversation = new DemoConversation(COPILOT);
        prompt.path("tools")
                .forEach(tool -> conversation.tools.add(text(tool.at("/function/name"))));
        prompt.path("messages").forEach(conversation::takeChatMessage);
        return conversation;
    }

    private void takeChatMessage(JsonNode message) {
        length++;
        for (JsonNode call : message.path("tool_calls")) {
            toolOfCall.put(text(call.path("id")), text(call.at("/function/name")));
        }
        String role = text(message.path("role"));
        if (role.equals("tool")) {
            returned(toolOfCall.get(text(message.path("tool_call_id"))), message.path("content"));
        } else {
            blocks(message.path("content"), block -> take(block, role.equals("user")));
        }
    }

    /// Understands the body of an OpenAI Responses request.
    static DemoConversation ofResponses(JsonNode prompt) {
        DemoConversation conversation = new DemoConversation(CODEX);
        prompt.path("tools").forEach(tool -> conversation.tools.add(text(tool.path("name"))));
        blocks(prompt.path("input"), conversation::takeItem);
        return conversation;
    }

    private void takeItem(JsonNode item) {
        length++;
        switch (text(item.path("type"))) {
            case "function_call" ->
                    toolOfCall.put(text(item.path("call_id")), text(item.path("name")));
            case "function_call_output" ->
                    returned(toolOfCall.get(text(item.path("call_id"))), item.path("output"));
            case "text" -> ask(text(item.path("text")));
            default -> {
                if (text(item.path("role")).equals("user")) {
                    blocks(item.path("content"), block -> ask(text(block.path("text"))));
                }
            }
        }
    }

    /// Understands the body of a Gemini request.
    static DemoConversation ofGemini(JsonNode prompt) {
        DemoConversation conversation = new DemoConversation(GEMINI);
        for (JsonNode tool : prompt.path("tools")) {
            tool.path("functionDeclarations")
                    .forEach(each -> conversation.tools.add(text(each.path("name"))));
        }
        for (JsonNode content : prompt.path("contents")) {
            conversation.length++;
            boolean fromPerson = !text(content.path("role")).equals("model");
            for (JsonNode part : content.path("parts")) {
                conversation.takePart(part, fromPerson);
            }
        }
        return conversation;
    }

    private void takePart(JsonNode part, boolean fromPerson) {
        if (fromPerson && part.has("text")) {
            ask(text(part.path("text")));
        }
        if (part.has("functionResponse")) {
            JsonNode response = part.path("functionResponse");
            returned(text(response.path("name")), response.path("response").path("output"));
        }
    }

    DemoAnswer answer() {
        DemoRequest request = DemoRequest.in(asked);
        String file = request.file();
        if (file != null && tools.contains(names.read()) && !results.containsKey(names.read())) {
            String path = absolute(file);
            return call("I will read " + path + ".", names.read(), Map.of(names.file(), path));
        }
        String command = request.command();
        if (command != null
                && tools.contains(names.shell())
                && !results.containsKey(names.shell())) {
            Map<String, String> input = new HashMap<>(names.more());
            input.put(names.command(), command);
            return call("I will run `" + command + "`.", names.shell(), input);
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
                if (fromPerson) {
                    ask(text);
                }
            }
            case "tool_use" -> toolOfCall.put(text(block.path("id")), text(block.path("name")));
            case "tool_result" -> {
                returned(toolOfCall.get(text(block.path("tool_use_id"))), block.path("content"));
            }
            default -> {}
        }
    }

    /// What assistants put in front of a question stands in angle brackets.
    private void ask(String text) {
        String question = IN_FRONT.matcher(text.strip()).replaceFirst("").strip();
        if (!question.isEmpty() && !question.startsWith("<")) {
            asked = question;
            results.clear();
        }
    }

    private void returned(@Nullable String tool, JsonNode content) {
        if (tool != null) {
            StringBuilder result = new StringBuilder();
            blocks(content, part -> result.append(text(part.path("text"))).append('\n'));
            results.put(tool, firstLines(result.toString()));
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
