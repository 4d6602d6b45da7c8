// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.documents;

import java.util.regex.Pattern;

/// Text within a line of Markdown.
final class MarkdownText {
    private static final String MARKUP = "\\`*_[]<>&~|#$^@";
    // What begins a list, an underlined heading or a definition where it begins a line.
    private static final Pattern BEGINNING = Pattern.compile("^(\\d{1,9})?([-+=:.)])");

    private MarkdownText() {}

    /// A text as it may stand at the beginning of a line.
    static String of(Text text) {
        String written = write(text, "`").strip();
        return BEGINNING.matcher(written).replaceFirst("$1\\\\$2");
    }

    /// A text as it may stand in a cell of a table, where a bar would end the cell even within
    /// code.
    static String ofCell(Text text) {
        return write(text, "`|").strip();
    }

    private static String write(Text text, String special) {
        StringBuilder out = new StringBuilder();
        for (Inline part : text.parts()) {
            switch (part) {
                case Inline.Plain(String words) -> out.append(escaped(words));
                case Inline.Code(String code) -> out.append(code(code, special.contains("|")));
                case Inline.Strong(Text inner) -> out.append(around("**", write(inner, special)));
                case Inline.Emphasis(Text inner) -> out.append(around("*", write(inner, special)));
                case Inline.Link(Text inner, String target) ->
                        out.append(link(write(inner, special), target));
            }
        }
        return out.toString();
    }

    static String escaped(String words) {
        StringBuilder out = new StringBuilder(words.length() + 16);
        for (int i = 0; i < words.length(); i++) {
            char c = words.charAt(i);
            if (MARKUP.indexOf(c) >= 0 || wouldBecomeAddress(words, i)) {
                out.append('\\');
            }
            out.append(c);
        }
        return out.toString();
    }

    // GitHub makes links of these.
    private static boolean wouldBecomeAddress(String words, int at) {
        return words.startsWith("://", at)
                || (words.charAt(at) == '.' && words.regionMatches(true, at - 3, "www", 0, 3));
    }

    private static String link(String words, String target) {
        return Targets.within(target) ? words : "[" + words + "](<" + target + ">)";
    }

    // Marks hold only where no blank stands within them.
    private static String around(String mark, String written) {
        String inner = written.strip();
        if (inner.isEmpty()) {
            return written;
        }
        int begin = written.indexOf(inner);
        String after = written.substring(begin + inner.length());
        return written.substring(0, begin) + mark + inner + mark + after;
    }

    private static String code(String code, boolean inCell) {
        if (code.isBlank()) {
            return code;
        }
        if (inCell && code.contains("|")) {
            // Readers disagree on a backslash before a bar within code.
            return escaped(code);
        }
        String fence = "`".repeat(longestRun(code) + 1);
        boolean padded = code.startsWith("`") || code.endsWith("`") || code.startsWith(" ");
        String inner = padded ? " " + code + " " : code;
        return fence + inner + fence;
    }

    static int longestRun(String text) {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            run = text.charAt(i) == '`' ? run + 1 : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
