// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The MCP servers that a tool or a list of servers in a prompt names, in the words of each client:
/// `mcp__server__tool` (Claude Code, and Codex, which has it for a whole namespace too),
/// `mcp_server_tool` (Gemini CLI), `server_label` (Responses), `mcp_server_name` and `mcp_servers`
/// (Messages). Others mix the two names so that nobody can tell them apart.
final class OfferedServers {
    private static final int LONGEST = 200;
    private static final byte[] NAME = ascii("name");
    private static final byte[] LABEL = ascii("server_label");
    private static final byte[] TOOLSET = ascii("mcp_server_name");
    private static final Pattern TOOL = Pattern.compile("mcp__(.+?)(?:__.*)?");
    private static final Pattern GEMINI_TOOL = Pattern.compile("mcp_([^_]+)_.+");

    private OfferedServers() {}

    /// Those that are named in some strings of a body.
    static List<String> in(
            WireFormat format,
            Part.Holds holds,
            byte[] body,
            StringTable strings,
            int first,
            int last) {
        List<String> servers = new ArrayList<>();
        for (int i = first; i + 1 < last; i++) {
            if (strings.layout(i) == StringTable.LABEL) {
                boolean name = is(NAME, body, strings, i);
                boolean server =
                        name
                                ? holds == Part.Holds.SERVER
                                : is(LABEL, body, strings, i) || is(TOOLSET, body, strings, i);
                String value = name || server ? text(body, strings, i + 1) : null;
                String found = value == null || server ? value : ofTool(format, value);
                if (found != null && !servers.contains(found)) {
                    servers.add(found);
                }
            }
        }
        return servers;
    }

    private static @Nullable String ofTool(WireFormat format, String name) {
        Matcher tool = TOOL.matcher(name);
        if (tool.matches()) {
            return tool.group(1);
        }
        Matcher gemini = GEMINI_TOOL.matcher(name);
        return format == WireFormat.GEMINI && gemini.matches() ? gemini.group(1) : null;
    }

    private static boolean is(byte[] word, byte[] body, StringTable strings, int string) {
        int from = strings.from(string);
        int to = strings.to(string);
        return to - from == word.length && Bytes.startsWith(body, from, to, word);
    }

    private static @Nullable String text(byte[] body, StringTable strings, int string) {
        int from = strings.from(string);
        int to = strings.to(string);
        return to - from > LONGEST
                ? null
                : JsonText.decode(body, from, to, strings.escaped(string));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
