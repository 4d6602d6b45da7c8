// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// Words for a command line that a person pastes into a shell.
final class Shell {
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

    private Shell() {}

    static String word(Path path) {
        return word(path.toString());
    }

    static String word(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
