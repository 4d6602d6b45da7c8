// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// How an entry looks in another system: one event per entry, one line per event. The same entry
/// always gives the same bytes, except for e-mail addresses that changed.
public sealed interface Format permits Ocsf, Cef, JsonLines, Csv {
    /// What the configuration and the API call it.
    String name();

    /// Of a file of such lines.
    String mediaType();

    /// The line before the first, without its end; null in formats without one.
    default byte @Nullable [] header() {
        return null;
    }

    /// The event of an entry, without the end of the line. No byte of it is a line break.
    ///
    /// @throws IOException when a person's e-mail address can not be looked up now
    byte[] event(Exported entry) throws IOException;

    /// What ends a line.
    default String lineEnd() {
        return "\n";
    }

    /// Whether each line is a JSON value, so that lines can be put together to an array.
    default boolean isJson() {
        return false;
    }

    /// The format of this name; null when there is none.
    ///
    /// @param emails addresses that may be told
    static @Nullable Format named(String name, Emails emails) {
        return switch (name) {
            case "ocsf" -> new Ocsf(emails);
            case "cef" -> new Cef(emails);
            case "jsonl" -> new JsonLines();
            case "csv" -> new Csv(emails);
            default -> null;
        };
    }
}
