// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import java.nio.charset.StandardCharsets;

/// What somebody typed, checked before anything is done with it.
public final class Text {
    private Text() {}

    /// Refuses a text of several lines that is blank or too long, or holds control characters
    /// beside the ends of lines and tabulators.
    ///
    /// @param what names the field in the refusal
    /// @param max in UTF-16 units
    public static void checkLines(String what, String text, int max) {
        boolean fits =
                !text.isBlank()
                        && text.length() <= max
                        && text.chars()
                                .noneMatch(each ->
                                        Character.isISOControl(each) && "\n\r\t".indexOf(each) < 0);
        if (!fits || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw RejectedException.invalid(what + " has 1 to " + max + " characters.");
        }
    }

    /// Refuses a text that is empty or too long, or that could not be stored as it is: control
    /// characters, halves of surrogate pairs.
    ///
    /// @param what names the field in the refusal
    /// @param max in UTF-16 units
    public static void check(String what, String text, int max) {
        boolean fits =
                !text.isEmpty()
                        && text.length() <= max
                        && text.chars().noneMatch(Character::isISOControl);
        if (!fits) {
            throw RejectedException.invalid(
                    what
                            + " must have 1 to "
                            + max
                            + " characters, none of them a control character.");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw RejectedException.invalid(what + " is not a text: it holds half a character.");
        }
    }
}
