// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.Set;

/// The families of wire formats the gateway speaks.
public enum WireFormat {
    /// Anthropic Messages: `POST /v1/messages` and its token count.
    ANTHROPIC_MESSAGES,
    /// OpenAI chat completions: `POST /v1/chat/completions`.
    OPENAI_CHAT;

    private static final Set<String> ANTHROPIC_MEMBERS =
            Set.of(
                    "model",
                    "messages",
                    "system",
                    "tools",
                    "metadata",
                    "max_tokens",
                    "thinking",
                    "context_management",
                    "output_config",
                    "stream",
                    "temperature",
                    "top_p",
                    "top_k",
                    "stop_sequences",
                    "tool_choice",
                    "service_tier",
                    "inference_geo",
                    "container",
                    "mcp_servers");

    private static final Set<String> OPENAI_MEMBERS =
            Set.of(
                    "model",
                    "messages",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "max_tokens",
                    "max_completion_tokens",
                    "reasoning_effort",
                    "stream",
                    "stream_options",
                    "temperature",
                    "top_p",
                    "n",
                    "seed",
                    "stop",
                    "user",
                    "response_format",
                    "metadata",
                    "store",
                    "frequency_penalty",
                    "presence_penalty");

    /// Whether a top-level member's name belongs to the format; another name is the caller's own
    /// text and is read like one.
    boolean knows(String member) {
        return switch (this) {
            case ANTHROPIC_MESSAGES -> ANTHROPIC_MEMBERS.contains(member);
            case OPENAI_CHAT -> OPENAI_MEMBERS.contains(member);
        };
    }
}
