// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.toml.TomlFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Lines between two marks, by which they are found again whoever changes the rest.
final class MarkedLines {
    private static final String BEGIN = "# chaperone begin";
    private static final String END = "# chaperone end";
    private static final String REPLACED = "# chaperone replaced: ";
    private static final Pattern TABLE = Pattern.compile("\\s*\\[.*]\\s*(#.*)?");
    private static final Pattern TABLE_OF_OURS =
            Pattern.compile("\\s*\\[\\s*model_providers\\s*\\.\\s*[\"']?chaperone\\b.*");

    private MarkedLines() {}

    static String with(Settings.Lines settings, String found) throws IOException {
        String newline = newline(found);
        StringBuilder text = new StringBuilder(marked(settings.top(), "", newline));
        boolean tables = false;
        for (String line : lines(found)) {
            if (settings.syntax() == Settings.Syntax.TOML) {
                tables |= TABLE.matcher(line.strip()).matches();
                if (TABLE_OF_OURS.matcher(line).matches()) {
                    throw new IOException("it has a provider named chaperone already");
                }
            }
            boolean replaced = !tables && names(line, settings.replaced());
            text.append(replaced ? REPLACED : "").append(line);
        }
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append(newline);
        }
        text.append(marked(settings.bottom(), "", newline));
        if (settings.syntax() == Settings.Syntax.TOML) {
            requireToml(found);
            requireToml(text.toString());
        }
        return text.toString();
    }

    private static boolean names(String line, List<String> names) {
        return names.stream()
                .anyMatch(name ->
                        line.matches(
                                "(?s)\\s*(export\\s+)?[\"']?"
                                        + Pattern.quote(name)
                                        + "[\"']?\\s*=.*"));
    }

    private static void requireToml(String text) throws IOException {
        try (JsonParser parser = new TomlFactory().createParser(text)) {
            while (parser.nextToken() != null) {
                // Reading is the check.
            }
        }
    }

    /// Lines between marks; nothing for none.
    static String marked(List<String> lines, String indentation, String newline) {
        if (lines.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(indentation).append(BEGIN).append(newline);
        lines.forEach(line -> text.append(indentation).append(line).append(newline));
        return text.append(indentation).append(END).append(newline).toString();
    }

    /// Whether ours stand in the place of this line, so that it still says what somebody wrote.
    static boolean isReplaced(String line) {
        return line.startsWith(REPLACED);
    }

    static String replaced(String line) {
        return REPLACED + line;
    }

    /// A text without marked lines, and with those that they stood in the place of.
    static String without(String text) throws IOException {
        StringBuilder without = new StringBuilder();
        boolean inside = false;
        for (String line : lines(text)) {
            String words = line.strip();
            if (words.equals(BEGIN) || words.equals(END)) {
                if (inside == words.equals(BEGIN)) {
                    throw new IOException("the mark '" + words + "' has lost the other one");
                }
                inside = words.equals(BEGIN);
            } else if (!inside) {
                without.append(isReplaced(line) ? line.substring(REPLACED.length()) : line);
            }
        }
        if (inside) {
            throw new IOException("the mark '" + BEGIN + "' has lost the other one");
        }
        return without.toString();
    }

    /// All lines, each with its end.
    static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int end = text.indexOf('\n', from);
            int next = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, next));
            from = next;
        }
        return lines;
    }

    static String newline(String text) {
        return text.contains("\r\n") ? "\r\n" : "\n";
    }
}
