// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;

/// Where the developer works, as an assistant tells its model: often the name of the repository.
public final class WorkingDirectory {
    /// Without its first letter, which comes in both cases.
    private static final byte[] LABEL = "orking directory:".getBytes(StandardCharsets.US_ASCII);

    /// The rarest letter of the label: what is looked for first.
    private static final int RARE = 'k';

    private static final int RARE_AT = 2;

    private static final byte[] CODEX = "<cwd>".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] GEMINI =
            "**Workspace Directories:**".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_PATH = 4_096;

    private WorkingDirectory() {}

    /// The name of the folder in the first line `Primary working directory: /a/b` or `Working
    /// directory: /a/b` (Claude Code, Copilot), in `<cwd>/a/b</cwd>` (Codex), or in the list behind
    /// `**Workspace Directories:**` (Gemini CLI); one that is a person's home has none.
    public static @Nullable String find(WireFormat format, byte[] text, int from, int to) {
        return switch (format) {
            case ANTHROPIC_MESSAGES, OPENAI_CHAT -> labelled(text, from, to);
            case OPENAI_RESPONSES -> behind(CODEX, '<', text, from, to);
            case GEMINI -> behind(GEMINI, '\n', text, from, to);
            case OPENAI_EMBEDDINGS, AS_IT_STANDS, HOOK -> null;
        };
    }

    /// The first path behind a mark, up to a character that ends it.
    private static @Nullable String behind(byte[] mark, int end, byte[] text, int from, int to) {
        int at = Bytes.indexOf(text, from, to, mark);
        if (at < 0) {
            return null;
        }
        int path = at + mark.length;
        while (path < to && (text[path] <= ' ' || text[path] == '-')) {
            path++;
        }
        return name(text, path, Bytes.first(end, text, path, Math.min(to, path + MAX_PATH)));
    }

    private static @Nullable String labelled(byte[] text, int from, int to) {
        int search = from;
        while (true) {
            int rare = Bytes.first(RARE, text, search, to);
            if (rare == to) {
                return null;
            }
            search = rare + 1;
            int label = rare - RARE_AT;
            if (label > from
                    && Bytes.startsWith(text, label, to, LABEL)
                    && isLabel(text, from, label - 1)) {
                int path = label + LABEL.length;
                int end = Bytes.lineEnd(text, path, Math.min(to, path + MAX_PATH));
                String name = name(text, path, end);
                if (name != null) {
                    return name;
                }
            }
        }
    }

    /// Whether the word that starts here begins a line, apart from a list mark, the word "Primary"
    /// and the name of the member that holds the text.
    private static boolean isLabel(byte[] text, int from, int word) {
        if (text[word] != 'w' && text[word] != 'W') {
            return false;
        }
        int lineStart = word;
        while (lineStart > from && word - lineStart < 80 && !isLineEnd(text[lineStart - 1])) {
            lineStart--;
        }
        String before =
                new String(text, lineStart, word - lineStart, StandardCharsets.ISO_8859_1).strip();
        if (before.endsWith("Primary") || before.endsWith("Current")) {
            before = before.substring(0, before.length() - "Primary".length()).strip();
        }
        return before.isEmpty()
                || before.equals("-")
                || before.equals("*")
                || before.endsWith(":")
                || before.endsWith(">");
    }

    private static @Nullable String name(byte[] text, int from, int to) {
        String path = new String(text, from, to - from, StandardCharsets.UTF_8).strip();
        return isAbsolute(path) ? FolderName.of(path) : null;
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/")
                || path.startsWith("\\\\")
                || (path.length() > 2 && path.charAt(1) == ':' && isSeparator(path.charAt(2)));
    }

    private static boolean isSeparator(char c) {
        return c == '/' || c == '\\';
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }
}
