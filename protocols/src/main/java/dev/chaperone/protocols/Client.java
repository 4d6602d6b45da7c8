// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.function.Function;

/// Which assistant calls, as far as its request headers tell. Version and session are as the client
/// wrote them.
///
/// @param tool the tool of the catalogue
/// @param version the tool's own version
/// @param session the assistant's name for its session
/// @param declared whether the tool is known only from a header that anybody may set
public record Client(
        @Nullable ToolId tool,
        @Nullable String version,
        @Nullable String session,
        boolean declared) {

    private static final ToolId CLAUDE_CODE = new ToolId("claude-code");
    private static final ToolId COPILOT = new ToolId("github-copilot");
    private static final ToolId CODEX = new ToolId("codex");
    private static final ToolId OPENCODE = new ToolId("opencode");
    private static final ToolId CONTINUE = new ToolId("continue");
    private static final ToolId GEMINI = new ToolId("gemini-cli");
    private static final ToolId CLAUDE_API = new ToolId("claude-api");
    private static final ToolId OPENAI_API = new ToolId("openai-api");
    private static final ToolId GEMINI_API = new ToolId("gemini-api");

    private static final String CLAUDE_CODE_SESSION = "x-claude-code-session-id";

    /// Looks at what the assistants send of themselves; only where that tells nothing, at
    /// `x-chaperone-tool`; and where that is missing too, calls it a bare client of the format.
    ///
    /// @param header finds a header's value, whatever the case of its name
    public static Client recognise(WireFormat format, Function<String, @Nullable String> header) {
        String session = session(header);
        String agent = header.apply("user-agent");
        Client known = agent == null ? null : byUserAgent(agent, session);
        if (known != null) {
            return known;
        }
        if (header.apply(CLAUDE_CODE_SESSION) != null) {
            return new Client(CLAUDE_CODE, null, session, false);
        }
        if (isCopilotWithOwnKey(agent, header)) {
            // The version in the user agent is that of the library it calls with.
            return new Client(COPILOT, null, session, false);
        }
        ToolId declared = toolId(header.apply("x-chaperone-tool"));
        if (declared != null) {
            return new Client(declared, null, session, true);
        }
        ToolId bare =
                switch (format.family()) {
                    case ANTHROPIC -> CLAUDE_API;
                    case OPENAI -> OPENAI_API;
                    case GEMINI -> GEMINI_API;
                };
        return new Client(bare, null, session, false);
    }

    private static @Nullable Client byUserAgent(String agent, @Nullable String session) {
        String product = agent.toLowerCase(Locale.ROOT);
        if (product.startsWith("claude-cli/") || product.startsWith("claude-code/")) {
            return new Client(CLAUDE_CODE, version(agent), session, false);
        }
        if (product.startsWith("copilot/")) {
            return new Client(COPILOT, version(agent), session, false);
        }
        if (product.startsWith("codex_")) {
            return new Client(CODEX, version(agent), session, false);
        }
        if (product.startsWith("opencode/")) {
            return new Client(OPENCODE, version(agent), session, false);
        }
        if (product.startsWith("geminicli")) {
            return new Client(GEMINI, version(agent), session, false);
        }
        if (product.startsWith("ls/js")) {
            return new Client(CONTINUE, null, session, false);
        }
        return null;
    }

    private static boolean isCopilotWithOwnKey(
            @Nullable String agent, Function<String, @Nullable String> header) {
        if (header.apply("copilot-integration-id") != null) {
            return true;
        }
        boolean library =
                agent != null
                        && (agent.startsWith("OpenAI/JS") || agent.startsWith("Anthropic/JS"));
        return library
                && (header.apply("x-initiator") != null
                        || header.apply("x-interaction-type") != null);
    }

    private static @Nullable String session(Function<String, @Nullable String> header) {
        String session = WireText.told(header.apply(CLAUDE_CODE_SESSION));
        if (session == null) {
            session = WireText.told(header.apply("x-session-id"));
        }
        if (session == null) {
            session = WireText.told(header.apply("session-id"));
        }
        return session != null ? session : WireText.told(header.apply("x-client-session-id"));
    }

    /// What stands behind the first slash, up to a space or the next slash.
    private static @Nullable String version(String agent) {
        int from = agent.indexOf('/') + 1;
        int to = from;
        while (from > 0 && to < agent.length() && agent.charAt(to) != ' ') {
            if (agent.charAt(to) == '/') {
                break;
            }
            to++;
        }
        return WireText.told(agent.substring(from, to));
    }

    private static @Nullable ToolId toolId(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return new ToolId(text.strip());
        } catch (IllegalArgumentException e) {
            return null; // a stranger's header, not a mistake of ours
        }
    }
}
