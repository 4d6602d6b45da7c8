// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.signins;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;

/// The code that a person carries from the tool to the page: eight consonants, so that it spells no
/// word and holds nothing that looks like something else (RFC 8628, section 6.1).
///
/// @param letters without the dash in the middle
record UserCode(String letters) {
    private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
    private static final int LENGTH = 8;
    private static final SecureRandom RANDOM = new SecureRandom();

    static UserCode next() {
        StringBuilder letters = new StringBuilder(LENGTH);
        RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> letters.append(ALPHABET.charAt(i)));
        return new UserCode(letters.toString());
    }

    /// The code that somebody typed, in either case and with or without its dash.
    static Optional<UserCode> parse(String typed) {
        if (typed.length() > 4 * LENGTH) {
            return Optional.empty();
        }
        String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s-]", "");
        boolean fits =
                letters.length() == LENGTH
                        && letters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        return fits ? Optional.of(new UserCode(letters)) : Optional.empty();
    }

    String written() {
        return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
    }

    @Override
    public String toString() {
        return "UserCode[not shown]";
    }
}
