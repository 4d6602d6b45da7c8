// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import dev.chaperone.protocols.HookEvent.Kind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a tool tells its hook, apart from the text, which is read as a [Prompt] of the format
/// [WireFormat#HOOK]. All dialects are understood at once: some programs run the hooks that were
/// meant for others.
///
/// @param kind what it is about, as far as event and used tool tell
/// @param session the tool's name for the conversation
/// @param turn its name for what follows from one prompt; null where it has none
/// @param toolUse its name for one use of one of its own tools
/// @param directory where the developer works
/// @param account e-mail address of the account that is signed in to the tool; only Cursor tells it
/// @param server the MCP server that it calls; null where it calls none, or does not say which
/// @param permissions the mode in which it asks a person or does not
/// @param carriesText whether it tells more than which event it is, when and where
public record HookCall(
        HookEvent event,
        Kind kind,
        @Nullable String session,
        @Nullable String turn,
        @Nullable String toolUse,
        @Nullable String directory,
        @Nullable String model,
        @Nullable String account,
        @Nullable String server,
        @Nullable String permissions,
        boolean carriesText) {

    /// Longer strings are text and none of what is looked for.
    private static final int MAX_LENGTH = 4_096;

    /// Members of calls that tell nothing else than which event it is, when and where.
    private static final Set<String> ENVELOPE =
            Set.of(
                    "hook_event_name",
                    "hookEventName",
                    "hookName",
                    "agent_action_name",
                    "session_id",
                    "sessionId",
                    "sessionID",
                    "conversation_id",
                    "trajectory_id",
                    "prompt_id",
                    "turn_id",
                    "generation_id",
                    "execution_id",
                    "timestamp",
                    "traceparent",
                    "cwd",
                    "directory",
                    "workspace_roots",
                    "transcript_path",
                    "transcriptPath",
                    "permission_mode",
                    "effort",
                    "model",
                    "cursor_version",
                    "user_email",
                    "trigger",
                    "source",
                    "reason");

    private static final List<String> SESSION =
            List.of("session_id", "sessionId", "conversation_id", "trajectory_id", "sessionID");

    /// Claude Code has a turn of its own within what follows from a prompt, so that comes first.
    private static final List<String> TURN =
            List.of("prompt_id", "turn_id", "generation_id", "execution_id", "messageID");

    private static final List<String> TOOL_USE =
            List.of("tool_use_id", "toolUseId", "tool_call_id", "callID");
    private static final List<String> DIRECTORY =
            List.of("cwd", "tool_info.cwd", "workspace_roots", "directory");
    private static final List<String> MODEL = List.of("model", "model_name", "llm_request.model");
    private static final List<String> USED = List.of("tool_name", "toolName", "tool");

    private static final Pattern MCP_TOOL = Pattern.compile("mcp__(.+?)__.+|@([^/]+)/.+");

    private static final Set<String> READING =
            Set.of(
                    "Read",
                    "NotebookRead",
                    "view",
                    "read",
                    "read_file",
                    "read_many_files",
                    "readFile",
                    "fs_read");
    private static final Set<String> WRITING =
            Set.of(
                    "Write",
                    "Edit",
                    "MultiEdit",
                    "NotebookEdit",
                    "Delete",
                    "create",
                    "edit",
                    "write",
                    "apply_patch",
                    "write_file",
                    "replace",
                    "editFiles",
                    "createFile",
                    "fs_write");
    private static final Set<String> RUNNING =
            Set.of(
                    "Bash",
                    "PowerShell",
                    "Shell",
                    "bash",
                    "shell",
                    "powershell",
                    "run_shell_command",
                    "runInTerminal",
                    "runTask",
                    "execute_bash");

    /// Reads what a hook was told.
    ///
    /// @throws UnreadableBodyException if that is not one JSON object
    public static HookCall read(HookEvent event, byte[] body) throws UnreadableBodyException {
        Map<String, String> told = new HashMap<>();
        Set<String> others = new HashSet<>();
        try (JsonParser json = Json.parser(body, 0, body.length)) {
            json.nextToken();
            Json.members(
                    json,
                    (name, value) -> {
                        if (!ENVELOPE.contains(name) && mayHoldText(value)) {
                            others.add(name);
                        }
                        take(told, name, value);
                    });
        } catch (IOException e) {
            throw new UnreadableBodyException("Not a JSON object", 0);
        }
        return new HookCall(
                event,
                kind(event.kind(), first(told, USED)),
                first(told, SESSION),
                first(told, TURN),
                first(told, TOOL_USE),
                first(told, DIRECTORY),
                first(told, MODEL),
                first(told, List.of("user_email")),
                server(told),
                first(told, List.of("permission_mode")),
                !others.isEmpty());
    }

    private static boolean mayHoldText(JsonParser value) {
        return value.currentToken() == JsonToken.VALUE_STRING
                || value.currentToken() == JsonToken.START_OBJECT
                || value.currentToken() == JsonToken.START_ARRAY;
    }

    private static void take(Map<String, String> told, String name, JsonParser value)
            throws IOException {
        switch (name) {
            case "tool_info", "llm_request" ->
                    Json.members(value, (inner, of) -> string(told, name + '.' + inner, of));
            case "workspace_roots" ->
                    Json.elements(
                            value,
                            of -> {
                                if (!told.containsKey(name)) {
                                    string(told, name, of);
                                }
                            });
            default -> string(told, name, value);
        }
    }

    private static void string(Map<String, String> told, String name, JsonParser value)
            throws IOException {
        if (value.currentToken() == JsonToken.VALUE_STRING
                && value.getTextLength() <= MAX_LENGTH
                && !value.getText().isBlank()) {
            told.put(name, value.getText());
        }
    }

    private static @Nullable String first(Map<String, String> told, List<String> names) {
        for (String name : names) {
            String value = told.get(name);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    /// Told by itself, or in the name of a tool: `mcp__server__tool`, `@server/tool`.
    private static @Nullable String server(Map<String, String> told) {
        String named = told.get("tool_info.mcp_server_name");
        String used = first(told, USED);
        Matcher tool = MCP_TOOL.matcher(used == null ? "" : used);
        if (named != null || !tool.matches()) {
            return named;
        }
        return tool.group(1) == null ? tool.group(2) : tool.group(1);
    }

    private static Kind kind(Kind kind, @Nullable String used) {
        if (kind != Kind.PRE_TOOL || used == null) {
            return kind;
        }
        if (used.startsWith("mcp_") || used.startsWith("MCP:") || used.startsWith("@")) {
            return Kind.PRE_MCP;
        }
        if (READING.contains(used)) {
            return Kind.PRE_READ;
        }
        if (WRITING.contains(used)) {
            return Kind.PRE_WRITE;
        }
        return RUNNING.contains(used) ? Kind.PRE_EXEC : kind;
    }

    /// The name of the folder where the developer works, as it may be recorded.
    public @Nullable String folder() {
        return directory == null ? null : FolderName.of(directory);
    }
}
