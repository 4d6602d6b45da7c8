// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;

/// What is to stand in one file of a tool's settings, beside all that stands there already.
sealed interface Settings {

    /// Members of a JSON file.
    record Json(List<Edit> edits) implements Settings {}

    /// Lines of a file in which every line is a setting, or nearly.
    ///
    /// @param syntax what the file must be able to be read as
    /// @param top before everything else
    /// @param bottom after everything else
    /// @param replaced names that ours stand in the place of
    record Lines(Syntax syntax, List<String> top, List<String> bottom, List<String> replaced)
            implements Settings {}

    /// An item at the beginning of a list of a YAML file.
    record Item(String list, List<String> lines) implements Settings {}

    /// How a file of lines is written.
    enum Syntax {
        TOML,
        ENV,
        SHELL
    }

    /// A text with these settings.
    ///
    /// @throws IOException when it is not what such a file should be; the message says why
    default String in(String found) throws IOException {
        return switch (this) {
            case Json json -> {
                JsonText text = JsonText.of(found);
                for (Edit edit : json.edits()) {
                    text = edit.in(text);
                }
                yield text.toString();
            }
            case Lines lines -> MarkedLines.with(lines, found);
            case Item item -> YamlItem.with(item, found);
        };
    }

    /// A text that somebody changed since, without these settings.
    ///
    /// @param before the text before they came; null when nobody knows
    default String outOf(String text, @Nullable String before) throws IOException {
        return switch (this) {
            case Json json -> {
                JsonText without = JsonText.of(text);
                JsonText found = JsonText.of(before == null ? "" : before);
                for (Edit edit : json.edits().reversed()) {
                    without = edit.outOf(without, found);
                }
                yield without.isEmpty() && before == null ? "" : without.toString();
            }
            case Lines _, Item _ -> MarkedLines.without(text);
        };
    }
}
