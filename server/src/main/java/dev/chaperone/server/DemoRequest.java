// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a person's words ask the demo model to do.
///
/// @param file a file to read
/// @param command a command to run
record DemoRequest(@Nullable String file, @Nullable String command) {
    private static final String DEFAULT_COMMAND = "echo hello from the demo model";
    private static final Pattern BACKQUOTED = Pattern.compile("`([^`\\r\\n]+)`");
    private static final Pattern FILE =
            Pattern.compile(
                    "(?<![\\w./:@-])(?:[\\w./-]*[\\w-]\\.[A-Za-z][A-Za-z0-9]{0,7}|\\.{0,2}/[\\w./-]*\\w)(?![\\w/@-])");
    private static final Pattern ASKS_TO_RUN =
            Pattern.compile("\\b(?:run|execute|command)\\b", Pattern.CASE_INSENSITIVE);

    static DemoRequest in(String words) {
        String backquoted = null;
        Matcher quotes = BACKQUOTED.matcher(words);
        while (quotes.find() && backquoted == null) {
            backquoted = FILE.matcher(quotes.group(1)).matches() ? null : quotes.group(1).strip();
        }
        String others = backquoted == null ? words : words.replace("`" + backquoted + "`", " ");
        return new DemoRequest(file(others), command(others, backquoted));
    }

    private static @Nullable String file(String words) {
        Matcher matcher = FILE.matcher(words);
        while (matcher.find()) {
            String found = matcher.group();
            if (!found.equalsIgnoreCase("e.g") && !found.equalsIgnoreCase("i.e")) {
                return found;
            }
        }
        return null;
    }

    private static @Nullable String command(String words, @Nullable String backquoted) {
        if (backquoted != null) {
            return backquoted;
        }
        return ASKS_TO_RUN.matcher(words).find() ? DEFAULT_COMMAND : null;
    }
}
