// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HookAnswerTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    claude-code    | UserPromptSubmit     | {"decision":"block","reason":"no","hookSpecificOutput":{"hookEventName":"UserPromptSubmit","suppressOriginalPrompt":true}}
                    claude-code    | PreToolUse           | {"hookSpecificOutput":{"hookEventName":"PreToolUse","permissionDecision":"deny","permissionDecisionReason":"no"}}
                    claude-code    | PermissionRequest    | {"hookSpecificOutput":{"hookEventName":"PermissionRequest","decision":{"behavior":"deny","message":"no"}}}
                    claude-code    | PostToolBatch        | {"continue":false,"stopReason":"no","decision":"block","reason":"no"}
                    github-copilot | userPromptSubmitted  | {"decision":"block","reason":"no"}
                    github-copilot | preToolUse           | {"permissionDecision":"deny","permissionDecisionReason":"no"}
                    github-copilot | PreToolUse           | {"permissionDecision":"deny","permissionDecisionReason":"no"}
                    github-copilot | permissionRequest    | {"behavior":"deny","message":"no"}
                    github-copilot | postToolUse          | {"modifiedResult":{"resultType":"success","textResultForLlm":"no"}}
                    vscode         | PostToolUse          | {"decision":"block","reason":"no"}
                    cursor         | beforeSubmitPrompt   | {"continue":false,"user_message":"no"}
                    cursor         | beforeShellExecution | {"permission":"deny","user_message":"no","agent_message":"no"}
                    codex          | UserPromptSubmit     | {"decision":"block","reason":"no"}
                    gemini-cli     | BeforeAgent          | {"decision":"deny","reason":"no"}
                    opencode       | chat.message         | {"decision":"deny","reason":"no"}
                    """)
    void deniesInTheWordsOfTheTool(String surface, String event, String json) {
        HookAnswer answer = HookAnswer.deny(event(surface, event), "no");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.exitCode()).isZero();
        assertThat(answer.body()).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource({
        "windsurf,pre_user_prompt",
        "amazon-q,preToolUse",
        "kiro,UserPromptSubmit",
        "vscode,UserPromptSubmit"
    })
    void deniesByTheExitCodeWhereThatIsWhatCounts(String surface, String event) {
        HookAnswer answer = HookAnswer.deny(event(surface, event), "no");

        assertThat(answer).isEqualTo(new HookAnswer(451, "no"));
        assertThat(answer.exitCode()).isEqualTo(2);
    }

    @Test
    void sparesThePersonNoQuestionOfTheTool() {
        assertThat(HookAnswer.allow(event("claude-code", "PreToolUse")).body()).isEqualTo("{}");
        assertThat(HookAnswer.allow(event("amazon-q", "userPromptSubmit")).body()).isEmpty();
        assertThat(HookAnswer.allow(event("cursor", "beforeSubmitPrompt")).body())
                .isEqualTo("{\"continue\":true}");
        assertThat(HookAnswer.allow(event("cursor", "preToolUse")).body())
                .isEqualTo("{\"permission\":\"allow\"}");
    }

    @Test
    void doesNotPretendToStopWhatGoesOnAnyway() {
        HookEvent[] unstoppable = {
            event("amazon-q", "userPromptSubmit"),
            event("kiro", "userPromptSubmit"),
            event("cursor", "afterFileEdit"),
            event("claude-code", "Stop"),
            event("claude-code", "BeforeTeleport")
        };

        for (HookEvent event : unstoppable) {
            assertThat(event.stops()).isFalse();
            assertThat(HookAnswer.deny(event, "no")).isEqualTo(HookAnswer.allow(event));
        }
        // It is told, but nobody has seen that it helps.
        assertThat(event("codex", "PostToolUse").stops()).isFalse();
        assertThat(HookAnswer.deny(event("codex", "PostToolUse"), "no").body()).contains("no");
    }

    @Test
    void answersEveryKnownHookOfAProgramInItsOwnKind() {
        for (HookEvent event : HookEvents.builtIn().all()) {
            String denied = HookAnswer.deny(event, "no \"quoted\"\n\ud800").body();

            assertThat(denied.startsWith("{"))
                    .as(event.surface() + " " + event.name())
                    .isEqualTo(event.surface().json() && event.denial() != Denial.EXIT);
        }
    }

    private static HookEvent event(String surface, String name) {
        return HookEvents.builtIn().find(surface, name).orElseThrow();
    }
}
