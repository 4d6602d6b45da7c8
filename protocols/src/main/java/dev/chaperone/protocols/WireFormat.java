// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.Set;

/// The forms in which prompts come. Answers have the form of their prompt.
public enum WireFormat {
    /// Anthropic Messages: `POST /v1/messages`, its token count and its batches; also as Amazon
    /// Bedrock and Google Vertex take it, with the model in the path.
    ANTHROPIC_MESSAGES(
            Family.ANTHROPIC,
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
                    "mcp_servers",
                    "anthropic_version",
                    "anthropic_beta",
                    "requests")),
    /// OpenAI chat completions: `POST /v1/chat/completions`.
    OPENAI_CHAT(
            Family.OPENAI,
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
                    "presence_penalty")),
    /// OpenAI Responses: `POST /v1/responses`.
    OPENAI_RESPONSES(
            Family.OPENAI,
            Set.of(
                    "model",
                    "input",
                    "instructions",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "max_output_tokens",
                    "reasoning",
                    "stream",
                    "stream_options",
                    "temperature",
                    "top_p",
                    "user",
                    "text",
                    "metadata",
                    "store",
                    "include",
                    "previous_response_id",
                    "prompt_cache_key",
                    "service_tier",
                    "truncation",
                    "client_metadata")),
    /// OpenAI embeddings: `POST /v1/embeddings`.
    OPENAI_EMBEDDINGS(
            Family.OPENAI, Set.of("model", "input", "encoding_format", "dimensions", "user")),
    /// Gemini `generateContent`, `streamGenerateContent` and their like, with the model in the
    /// path.
    GEMINI(
            Family.GEMINI,
            Set.of(
                    "model",
                    "contents",
                    "content",
                    "requests",
                    "systemInstruction",
                    "system_instruction",
                    "tools",
                    "toolConfig",
                    "safetySettings",
                    "generationConfig",
                    "generateContentRequest",
                    "cachedContent",
                    "labels")),
    /// Files and the like, in whatever form: read as they stand. Errors are Anthropic's, whose
    /// interface has such requests.
    AS_IT_STANDS(Family.ANTHROPIC, Set.of()),
    /// What a tool tells its hook: JSON in the words of each tool, of which every string is read.
    /// Errors are not told in it, see [HookAnswer].
    HOOK(Family.ANTHROPIC, Set.of());

    private final Family family;

    // Made by Set.of, so nothing can write to it.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Set<String> members;

    WireFormat(Family family, Set<String> members) {
        this.family = family;
        this.members = members;
    }

    /// Whose words errors and attachments are in.
    Family family() {
        return family;
    }

    /// Whether a top-level member's name belongs to the format; another name is the caller's own
    /// text and is read like one.
    boolean knows(String member) {
        return members.contains(member);
    }

    /// Formats of one vendor.
    enum Family {
        ANTHROPIC,
        OPENAI,
        GEMINI
    }
}
