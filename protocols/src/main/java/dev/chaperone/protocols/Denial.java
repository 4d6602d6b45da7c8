// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;

/// How a tool is told to stop: the words of its own hooks.
public enum Denial {
    /// Not at all: the tool goes on whatever its hook says.
    NONE,
    /// By the exit code 2, with the reason on the standard error.
    EXIT,
    /// Claude Code, Codex, Copilot, VS Code.
    BLOCK,
    /// The same, and the screen does not show again what was typed (Claude Code).
    BLOCK_AND_HIDE,
    /// The use of a tool, for Claude Code, Codex and VS Code.
    PERMISSION,
    /// The use of a tool, where the person was about to be asked (Claude Code).
    PERMISSION_DECISION,
    /// The end of the whole turn before the model is called again (Claude Code).
    END_TURN,
    /// The use of a tool, for Copilot.
    FLAT_PERMISSION,
    /// The use of a tool, where the person was about to be asked (Copilot).
    BEHAVIOR,
    /// The reason in the place of what a tool gave back (Copilot).
    RESULT,
    /// A prompt of Cursor.
    CONTINUE,
    /// Anything else of Cursor.
    USER_PERMISSION,
    /// Gemini CLI, and our plug-in of opencode.
    DENY;

    void write(JsonGenerator json, String event, String reason) throws IOException {
        switch (this) {
            case NONE -> {}
            case EXIT -> throw new IllegalStateException("An exit code is no JSON");
            case BLOCK -> block(json, reason);
            case BLOCK_AND_HIDE -> {
                block(json, reason);
                // Claude Code takes no notice of it beside the decision.
                json.writeObjectFieldStart("hookSpecificOutput");
                json.writeStringField("hookEventName", event);
                json.writeBooleanField("suppressOriginalPrompt", true);
                json.writeEndObject();
            }
            case PERMISSION -> {
                json.writeObjectFieldStart("hookSpecificOutput");
                json.writeStringField("hookEventName", event);
                permission(json, reason);
                json.writeEndObject();
            }
            case PERMISSION_DECISION -> {
                json.writeObjectFieldStart("hookSpecificOutput");
                json.writeStringField("hookEventName", event);
                json.writeObjectFieldStart("decision");
                behavior(json, reason);
                json.writeEndObject();
                json.writeEndObject();
            }
            case END_TURN -> {
                json.writeBooleanField("continue", false);
                json.writeStringField("stopReason", reason);
                block(json, reason);
            }
            case FLAT_PERMISSION -> permission(json, reason);
            case BEHAVIOR -> behavior(json, reason);
            case RESULT -> {
                json.writeObjectFieldStart("modifiedResult");
                json.writeStringField("resultType", "success");
                json.writeStringField("textResultForLlm", reason);
                json.writeEndObject();
            }
            case CONTINUE -> {
                json.writeBooleanField("continue", false);
                json.writeStringField("user_message", reason);
            }
            case USER_PERMISSION -> {
                json.writeStringField("permission", "deny");
                json.writeStringField("user_message", reason);
                json.writeStringField("agent_message", reason);
            }
            case DENY -> {
                json.writeStringField("decision", "deny");
                json.writeStringField("reason", reason);
            }
        }
    }

    /// What says "go on" where an empty answer is not said to.
    void writeConsent(JsonGenerator json) throws IOException {
        if (this == CONTINUE) {
            json.writeBooleanField("continue", true);
        } else if (this == USER_PERMISSION) {
            json.writeStringField("permission", "allow");
        }
    }

    private static void block(JsonGenerator json, String reason) throws IOException {
        json.writeStringField("decision", "block");
        json.writeStringField("reason", reason);
    }

    private static void permission(JsonGenerator json, String reason) throws IOException {
        json.writeStringField("permissionDecision", "deny");
        json.writeStringField("permissionDecisionReason", reason);
    }

    private static void behavior(JsonGenerator json, String reason) throws IOException {
        json.writeStringField("behavior", "deny");
        json.writeStringField("message", reason);
    }
}
