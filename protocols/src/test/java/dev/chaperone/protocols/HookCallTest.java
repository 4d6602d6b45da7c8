// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.protocols.HookEvent.Kind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class HookCallTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    claude-code    | UserPromptSubmit      | PROMPT
                    claude-code    | MessageDisplay        | RESPONSE
                    claude-code    | PostToolUse           | POST
                    claude-code    | PostToolBatch         | POST
                    claude-code    | Stop                  | RESPONSE
                    claude-code    | SubagentStart         | SESSION
                    claude-code    | SessionEnd            | SESSION
                    github-copilot | userPromptSubmitted   | PROMPT
                    github-copilot | UserPromptSubmit      | PROMPT
                    github-copilot | userPromptTransformed | PRE_MODEL
                    github-copilot | permissionRequest     | PRE_EXEC
                    github-copilot | PermissionRequest     | PRE_EXEC
                    github-copilot | postToolUse           | POST
                    github-copilot | sessionStart          | SESSION
                    codex          | UserPromptSubmit      | PROMPT
                    codex          | PreToolUse            | PRE_EXEC
                    codex          | Stop                  | RESPONSE
                    opencode       | session.created       | SESSION
                    opencode       | chat.message          | PROMPT
                    opencode       | tool.execute.before   | PRE_EXEC
                    opencode       | tool.execute.after    | POST
                    opencode       | experimental.text.complete | RESPONSE
                    gemini-cli     | BeforeAgent           | PROMPT
                    gemini-cli     | BeforeModel           | PRE_MODEL
                    gemini-cli     | BeforeTool            | PRE_EXEC
                    gemini-cli     | AfterTool             | POST
                    gemini-cli     | PreCompress           | OTHER
                    """)
    void knowsWhatEachRecordedCallIsAbout(String surface, String event, Kind kind)
            throws Exception {
        List<HookCall> calls = calls(surface, event);

        assertThat(calls).isNotEmpty().allMatch(call -> call.kind() == kind);
    }

    @Test
    void tellsFilesFromCommandsByTheNameOfTheUsedTool() throws Exception {
        assertThat(calls("claude-code", "PreToolUse"))
                .extracting(HookCall::kind)
                .contains(Kind.PRE_READ, Kind.PRE_EXEC);
        assertThat(calls("github-copilot", "preToolUse"))
                .extracting(HookCall::kind)
                .containsExactly(Kind.PRE_READ, Kind.PRE_EXEC);
        assertThat(calls("github-copilot", "PreToolUse"))
                .extracting(HookCall::kind)
                .containsExactly(Kind.PRE_READ, Kind.PRE_EXEC);
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-code", "github-copilot", "codex", "gemini-cli"})
    void findsSessionAndFolderInEveryRecordedCall(String surface) throws Exception {
        for (RecordedHooks recorded : RecordedHooks.of(surface)) {
            HookCall call = recorded.call();

            assertThat(call.session()).as(recorded.event()).matches("[0-9a-f-]{36}");
            assertThat(call.folder()).as(recorded.event()).isNotNull();
            assertThat(recorded.json()).contains("\"" + call.session() + "\"");
        }
    }

    @Test
    void tellsTurnModelAndUseWhereTheToolDoes() throws Exception {
        HookCall claude = calls("claude-code", "PreToolUse").getFirst();
        assertThat(claude.turn()).isEqualTo("975b99c2-e13b-410d-9d71-98000dbe7f05");
        assertThat(claude.toolUse()).isEqualTo("toolu_mock_read_0");
        // Claude Code has another turn in the same call, which is none of the prompt's.
        assertThat(calls("claude-code", "MessageDisplay").getFirst().turn())
                .isEqualTo("975b99c2-e13b-410d-9d71-98000dbe7f05");
        HookCall codex = calls("codex", "PreToolUse").getFirst();
        assertThat(codex.turn()).isEqualTo("01a202d0-8071-7cc3-907a-af21f7306cba");
        assertThat(codex.model()).isEqualTo("gpt-5.4");
        assertThat(calls("gemini-cli", "BeforeModel").getFirst().model())
                .isEqualTo("gemini-2.5-pro");
    }

    @Test
    void readsTheDialectsOfEditors() throws Exception {
        HookCall cursor =
                read(
                        "cursor",
                        "beforeMCPExecution",
                        """
                        {"conversation_id":"c-1","generation_id":"g-1","model":"m","user_email":"a@northwind.example",
                         "workspace_roots":["/srv/shop","/srv/other"],"tool_name":"x","tool_input":"{}"}\
                        """);
        assertThat(cursor)
                .extracting(
                        HookCall::kind,
                        HookCall::session,
                        HookCall::turn,
                        HookCall::folder,
                        HookCall::account)
                .containsExactly(Kind.PRE_MCP, "c-1", "g-1", "shop", "a@northwind.example");
        HookCall windsurf =
                read(
                        "windsurf",
                        "pre_run_command",
                        """
                        {"agent_action_name":"pre_run_command","trajectory_id":"t-1","execution_id":"e-1",
                         "tool_info":{"command_line":"ls","cwd":"/srv/shop"}}\
                        """);
        assertThat(windsurf)
                .extracting(HookCall::kind, HookCall::session, HookCall::turn, HookCall::folder)
                .containsExactly(Kind.PRE_EXEC, "t-1", "e-1", "shop");
        HookCall vscode =
                read(
                        "vscode",
                        "PreToolUse",
                        """
                        {"sessionId":"v-1","hookEventName":"PreToolUse","cwd":"/srv/shop","tool_name":"editFiles"}\
                        """);
        assertThat(vscode.kind()).isEqualTo(Kind.PRE_WRITE);
        assertThat(vscode.session()).isEqualTo("v-1");
        HookCall mcp =
                read("claude-code", "PreToolUse", "{\"tool_name\":\"mcp__github__get_issue\"}");
        assertThat(mcp.kind()).isEqualTo(Kind.PRE_MCP);
    }

    @Test
    void passesWhatANewerVersionMayTell() throws Exception {
        HookCall call =
                read(
                        "claude-code",
                        "UserPromptSubmit",
                        "{\"session_id\":7,\"cwd\":null,\"tool_info\":[1],\"workspace_roots\":{},\"new\":{\"a\":[true]}}");

        assertThat(call.session()).isNull();
        assertThat(call.folder()).isNull();
        assertThat(read("claude-code", "BeforeTeleport", "{}").kind()).isEqualTo(Kind.OTHER);
        assertThat(HookEvents.builtIn().find("no-such-tool", "Stop")).isEmpty();
    }

    @Test
    void readsEveryStringOfACall() throws Exception {
        byte[] body = "{\"session_id\":\"s\",\"new\":{\"deep\":[\"hidden\"]}}".getBytes(UTF_8);
        DecodedText text = new DecodedText();
        Prompt.read(WireFormat.HOOK, body).parts().forEach(part -> part.decode(text));

        assertThat(new String(text.bytes(), 0, text.length(), UTF_8))
                .contains("session_id: s", "hidden");
    }

    @Test
    void refusesWhatIsNoJsonObject() {
        for (String bad : List.of("{\"a\":", "{\"a\":1,}", "\u0000")) {
            assertThatExceptionOfType(UnreadableBodyException.class)
                    .isThrownBy(() -> read("codex", "Stop", bad));
        }
    }

    private static HookCall read(String surface, String event, String json)
            throws UnreadableBodyException {
        return new RecordedHooks(surface, event, json).call();
    }

    private static List<HookCall> calls(String surface, String event) throws Exception {
        List<HookCall> calls = new ArrayList<>();
        for (RecordedHooks recorded : RecordedHooks.of(surface)) {
            if (recorded.event().equals(event)) {
                calls.add(recorded.call());
            }
        }
        return calls;
    }
}
