// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.stream.Collectors;

/// A tool that `connect` knows, and which ways it has to come under the policy.
enum Tool {
    CLAUDE_CODE("claude-code", Wire.MESSAGES, ""),
    CODEX(
            "codex",
            Wire.RESPONSES,
            "Codex leaves hooks out until you trust them: start it once and look at /hooks. Prompts go"
                    + " through the gateway all the same. A profile that names a provider of its own"
                    + " passes it by."),
    GEMINI_CLI(
            "gemini-cli",
            Wire.GEMINI,
            "A .env file nearer to your work than ~/.gemini/.env takes its place: with one, put the"
                    + " same two lines there. A sign-in with a Google account passes the gateway by."),
    GITHUB_COPILOT(
            "github-copilot",
            Wire.CHAT,
            "This is Copilot CLI; open a new shell first. Copilot in editors can not be pointed at a"
                    + " gateway: it has hooks (VS Code agents read the same files), GitHub's policies"
                    + " and the forward proxy."),
    OPENCODE(
            "opencode",
            Wire.CHAT,
            "opencode --pure leaves plug-ins out. Prompts go through the gateway all the same, unless"
                    + " another model is chosen."),
    CONTINUE("continue", Wire.CHAT, "Continue has no hooks that are known to work."),
    CURSOR(
            "cursor",
            null,
            "Cursor can not be pointed at a gateway: its own servers call the models. It has hooks,"
                    + " team settings, an admin API and the forward proxy."),
    WINDSURF(
            "windsurf",
            null,
            "Windsurf (Devin Desktop) can not be pointed at a gateway. It has hooks, team settings"
                    + " and the forward proxy. Whether the newer Devin Local runs these hooks is not"
                    + " known."),
    KIRO(
            "kiro",
            null,
            "Kiro can not be pointed at a gateway. It has hooks, /etc/kiro/managed-settings.json for"
                    + " sign-in and rules, and prompt logs in S3."),
    AMAZON_Q(
            "amazon-q",
            null,
            "Amazon Q can not be pointed at a gateway. Its CLI has hooks in the files of agents, which"
                    + " block tools but no prompts; the IDE plug-in has none. Prompt logs in S3 hold"
                    + " the rest."),
    TABNINE(
            "tabnine",
            null,
            "Tabnine can not be pointed at a gateway and has no hooks that are known to work. It has"
                    + " a private installation, admin settings and an audit log without prompts."),
    CLAUDE(
            "claude",
            null,
            "The Claude apps can not be pointed at a gateway and have no hooks on this machine. They"
                    + " have the organisation's settings, the Compliance API, Anthropic's inference"
                    + " hooks (Enterprise) and the forward proxy.");

    private final String id;
    private final @Nullable Wire wire;
    private final String note;

    Tool(String id, @Nullable Wire wire, String note) {
        this.id = id;
        this.wire = wire;
        this.note = note;
    }

    static Tool parse(String written) throws CommandFailure {
        for (Tool each : values()) {
            if (each.id.equals(written)) {
                return each;
            }
        }
        String known = Arrays.stream(values()).map(Tool::id).collect(Collectors.joining(", "));
        throw new CommandFailure(
                ExitCode.BAD_INPUT, "TOOL is not one of those that connect knows: " + known);
    }

    String id() {
        return id;
    }

    /// What it speaks with a gateway; null when it can not be pointed at one.
    @Nullable Wire wire() {
        return wire;
    }

    /// What somebody who connects it should know; may be empty.
    String note() {
        return note;
    }

    /// Whether its settings must name a model.
    boolean needsModel() {
        return this == GITHUB_COPILOT || this == OPENCODE || this == CONTINUE;
    }
}
