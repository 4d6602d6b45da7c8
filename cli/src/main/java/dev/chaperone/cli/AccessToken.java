// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.util.regex.Pattern;

/// A secret that opens the workspace's API. It can not be printed.
///
/// @param origin where it was found, for messages: an option, a variable or a file
record AccessToken(String value, String origin) {
    private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]+");

    AccessToken {
        value = value.strip();
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "what stands in " + origin + " is not a token: it must be one word");
        }
    }

    /// A text without this secret, whoever put it there.
    String hiddenIn(String text) {
        return text.replace(value, "[token]");
    }

    @Override
    public String toString() {
        return "AccessToken[from " + origin + "]";
    }
}
