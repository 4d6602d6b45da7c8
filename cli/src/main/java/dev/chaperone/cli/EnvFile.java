// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `.env` files and the output of `export -p`: a name, an equals sign, a value with or
/// without quotes, which may go over several lines.
final class EnvFile {
    private static final Pattern NAME =
            Pattern.compile(
                    "\\s*(?:export\\s+|declare -x\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)[ \\t]*=[ \\t]*");
    private static final char NO_QUOTE = 0;

    private final String text;
    private final List<NamedValue> values = new ArrayList<>();
    private int at;

    private EnvFile(String text) {
        this.text = text;
    }

    static List<NamedValue> read(String text) {
        return new EnvFile(text).values();
    }

    /// Whether every line that says something begins like one.
    static boolean isOne(String text) {
        return text.lines()
                .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("#"))
                .findFirst()
                .filter(line -> NAME.matcher(line).lookingAt())
                .isPresent();
    }

    private List<NamedValue> values() {
        Matcher name = NAME.matcher(text);
        while (at < text.length()) {
            if (name.region(at, text.length()).lookingAt()) {
                at = name.end();
                values.add(new NamedValue(name.group(1), value()));
            }
            int next = text.indexOf('\n', at);
            at = next < 0 ? text.length() : next + 1;
        }
        return values;
    }

    private String value() {
        char quote =
                at < text.length() && "\"'`".indexOf(text.charAt(at)) >= 0
                        ? text.charAt(at)
                        : NO_QUOTE;
        return quote == NO_QUOTE ? bare() : quoted(quote);
    }

    /// Up to the end of the line, or to a remark.
    private String bare() {
        int end = text.indexOf('\n', at);
        String line = text.substring(at, end < 0 ? text.length() : end);
        int remark = line.indexOf(" #");
        return (remark < 0 ? line : line.substring(0, remark)).strip();
    }

    private String quoted(char quote) {
        StringBuilder value = new StringBuilder();
        int i = at + 1;
        while (i < text.length() && text.charAt(i) != quote) {
            char c = text.charAt(i);
            if (c == '\\' && quote == '"' && i + 1 < text.length()) {
                i++;
                c = unescaped(text.charAt(i));
            }
            value.append(c);
            i++;
        }
        at = Math.min(i, text.length());
        return value.toString();
    }

    private static char unescaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> c;
        };
    }
}
