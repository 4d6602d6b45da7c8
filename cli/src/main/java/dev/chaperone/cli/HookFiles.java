// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The hooks of each tool, in the tool's own form. Each runs the forwarder, which asks the gateway
/// and has a time limit of its own, shorter than the tool's.
///
/// @param forwarder as a shell names it
/// @param plugin the plug-in of opencode, as an address
record HookFiles(String forwarder, String plugin) {

    private static final int SECONDS = 10;
    private static final int MILLIS = 10_000;

    /// With a developer's own forwarder.
    static HookFiles of(TokenFile own) {
        return new HookFiles(
                "\"$HOME/.chaperone/chaperone-hook\"", own.plugin().toUri().toString());
    }

    /// For a file of hooks, or for the file of settings that holds them.
    List<Edit> edits(Tool tool) {
        return switch (tool) {
            case CLAUDE_CODE ->
                    grouped(
                            tool,
                            SECONDS,
                            "SessionStart",
                            "UserPromptSubmit",
                            "PreToolUse",
                            "PostToolUse",
                            "Stop",
                            "SessionEnd");
            case CODEX ->
                    grouped(
                            tool,
                            SECONDS,
                            "SessionStart",
                            "UserPromptSubmit",
                            "PreToolUse",
                            "PostToolUse",
                            "Stop");
            case GEMINI_CLI ->
                    grouped(
                            tool,
                            MILLIS,
                            "SessionStart",
                            "BeforeAgent",
                            "BeforeTool",
                            "AfterTool",
                            "AfterAgent",
                            "SessionEnd");
            case GITHUB_COPILOT ->
                    versioned(
                            each -> copilot(tool, each),
                            "sessionStart",
                            "userPromptSubmitted",
                            "preToolUse",
                            "postToolUse",
                            "agentStop",
                            "sessionEnd");
            case CURSOR ->
                    versioned(
                            each -> cursor(tool, each),
                            "sessionStart",
                            "beforeSubmitPrompt",
                            "beforeReadFile",
                            "beforeShellExecution",
                            "beforeMCPExecution",
                            "afterFileEdit",
                            "afterAgentResponse",
                            "sessionEnd");
            case WINDSURF ->
                    plain(
                            each -> new JsonObject(Map.of("command", command(tool, each))),
                            "pre_user_prompt",
                            "pre_read_code",
                            "pre_write_code",
                            "pre_run_command",
                            "pre_mcp_tool_use",
                            "post_cascade_response");
            case KIRO -> kiro(tool);
            case AMAZON_Q ->
                    plain(
                            each -> amazonQ(tool, each),
                            "agentSpawn",
                            "userPromptSubmit",
                            "preToolUse",
                            "postToolUse");
            case OPENCODE -> List.of(Edit.append(plugin, "plugin"));
            case CONTINUE, TABNINE, CLAUDE -> List.of();
        };
    }

    String command(Tool tool, String event) {
        return "sh " + forwarder + " " + tool.id() + " " + event;
    }

    @FunctionalInterface
    private interface Hook {
        JsonObject of(String event);
    }

    private static List<Edit> plain(Hook hook, String... events) {
        List<Edit> edits = new ArrayList<>();
        for (String event : events) {
            edits.add(Edit.append(hook.of(event), "hooks", event));
        }
        return edits;
    }

    private static List<Edit> versioned(Hook hook, String... events) {
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.put(1, "version"));
        edits.addAll(plain(hook, events));
        return edits;
    }

    /// As Claude Code began it: groups of hooks, each for some matches; ours for all.
    private List<Edit> grouped(Tool tool, int timeout, String... events) {
        return plain(
                event -> {
                    Map<String, Object> hook = new LinkedHashMap<>();
                    hook.put("type", "command");
                    hook.put("command", command(tool, event));
                    hook.put("timeout", timeout);
                    if (tool == Tool.GEMINI_CLI) {
                        hook.put("name", "chaperone-" + event);
                    }
                    return new JsonObject(Map.of("hooks", List.of(new JsonObject(hook))));
                },
                events);
    }

    private JsonObject copilot(Tool tool, String event) {
        Map<String, Object> hook = new LinkedHashMap<>();
        hook.put("type", "command");
        hook.put("bash", command(tool, event));
        hook.put("timeoutSec", SECONDS);
        return new JsonObject(hook);
    }

    private JsonObject cursor(Tool tool, String event) {
        Map<String, Object> hook = new LinkedHashMap<>();
        hook.put("command", command(tool, event));
        hook.put("timeout", SECONDS);
        if (event.startsWith("before")) {
            hook.put("failClosed", true);
        }
        return new JsonObject(hook);
    }

    private JsonObject amazonQ(Tool tool, String event) {
        Map<String, Object> hook = new LinkedHashMap<>();
        if (event.endsWith("ToolUse")) {
            hook.put("matcher", "*");
        }
        hook.put("command", command(tool, event));
        hook.put("timeout_ms", MILLIS);
        return new JsonObject(hook);
    }

    private List<Edit> kiro(Tool tool) {
        List<Edit> edits = new ArrayList<>();
        edits.add(Edit.put("v1", "version"));
        for (String event :
                List.of("SessionStart", "UserPromptSubmit", "PreToolUse", "PostToolUse", "Stop")) {
            Map<String, Object> hook = new LinkedHashMap<>();
            hook.put("name", "chaperone-" + event);
            hook.put("description", "Asks Chaperone.");
            hook.put("trigger", event);
            hook.put("action", JsonObject.of("type", "command", "command", command(tool, event)));
            hook.put("timeout", SECONDS);
            hook.put("enabled", true);
            edits.add(Edit.append(new JsonObject(hook), "hooks"));
        }
        return edits;
    }
}
