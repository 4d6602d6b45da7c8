// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An item that becomes the first one of a list of a YAML file, whose remarks stay.
final class YamlItem {
    private static final Pattern ITEM = Pattern.compile("( *)-( .*)?");

    private YamlItem() {}

    static String with(Settings.Item item, String found) throws IOException {
        List<?> before = list(item, found);
        List<String> lines = MarkedLines.lines(found);
        String newline = MarkedLines.newline(found);
        String text =
                before == null
                        ? atEnd(item, found, newline)
                        : inside(item, lines, before.isEmpty(), newline);
        List<?> after = list(item, text);
        int expected = (before == null ? 0 : before.size()) + 1;
        if (after == null || after.size() != expected) {
            throw new IOException("its list '" + item.list() + "' is written in an unusual way");
        }
        List<?> others = after.subList(1, after.size());
        if (!Objects.equals(others, before == null ? List.of() : before)) {
            throw new IOException("its list '" + item.list() + "' is written in an unusual way");
        }
        return text;
    }

    /// The list; null when the file has none.
    private static @Nullable List<?> list(Settings.Item item, String text) throws IOException {
        try {
            Object document =
                    new Load(LoadSettings.builder().setMaxAliasesForCollections(50).build())
                            .loadFromString(text);
            return switch (document) {
                case null -> null;
                case Map<?, ?> map when map.get(item.list()) == null -> {
                    if (map.containsKey(item.list())) {
                        throw new IOException("its list '" + item.list() + "' has no value");
                    }
                    yield null;
                }
                case Map<?, ?> map when map.get(item.list()) instanceof List<?> list -> list;
                default -> throw new IOException("it has no list '" + item.list() + "'");
            };
        } catch (YamlEngineException e) {
            throw new IOException("it is no YAML", e);
        }
    }

    private static String atEnd(Settings.Item item, String found, String newline) {
        String begun = found.isEmpty() || found.endsWith("\n") ? found : found + newline;
        String written = String.join(newline, indented(item.lines()));
        return begun + MarkedLines.marked(List.of(item.list() + ":", written), "", newline);
    }

    private static List<String> indented(List<String> lines) {
        return lines.stream().map(line -> "  " + line).toList();
    }

    private static String inside(
            Settings.Item item, List<String> lines, boolean empty, String newline)
            throws IOException {
        Pattern key =
                Pattern.compile(Pattern.quote(item.list()) + "\\s*:\\s*(\\[\\s*])?\\s*(#.*)?");
        int at = 0;
        while (at < lines.size() && !key.matcher(lines.get(at).stripTrailing()).matches()) {
            at++;
        }
        if (at == lines.size()) {
            throw new IOException("its list '" + item.list() + "' is written in an unusual way");
        }
        StringBuilder text = new StringBuilder(String.join("", lines.subList(0, at)));
        if (empty) {
            List<String> ours =
                    List.of(item.list() + ":", String.join(newline, indented(item.lines())));
            text.append(MarkedLines.replaced(lines.get(at)))
                    .append(MarkedLines.marked(ours, "", newline));
        } else {
            text.append(lines.get(at))
                    .append(MarkedLines.marked(item.lines(), indentation(lines, at + 1), newline));
        }
        return text.append(String.join("", lines.subList(at + 1, lines.size()))).toString();
    }

    /// That of the first item.
    private static String indentation(List<String> lines, int from) {
        return lines.stream()
                .skip(from)
                .map(line -> ITEM.matcher(line.stripTrailing()))
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst()
                .orElse("  ");
    }
}
