// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.Digest;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Stands in once for the second factor that somebody lost: 16 characters of base 32, 80 bits of
/// chance, so that its plain digest can not be reversed.
///
/// @param letters without the dashes
record RecoveryCode(String letters) {
    /// How many somebody gets.
    static final int MANY = 10;

    private static final String ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz0";
    private static final int LENGTH = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    static List<RecoveryCode> next() {
        return Stream.generate(RecoveryCode::one).limit(MANY).toList();
    }

    private static RecoveryCode one() {
        StringBuilder letters = new StringBuilder(LENGTH);
        RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> letters.append(ALPHABET.charAt(i)));
        return new RecoveryCode(letters.toString());
    }

    /// The code that somebody typed, in either case and with or without dashes and spaces.
    static Optional<RecoveryCode> parse(String typed) {
        if (typed.length() > 4 * LENGTH) {
            return Optional.empty();
        }
        String letters = typed.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
        boolean fits =
                letters.length() == LENGTH
                        && letters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
        return fits ? Optional.of(new RecoveryCode(letters)) : Optional.empty();
    }

    Digest digest() {
        return Digest.of(letters);
    }

    String written() {
        return letters.replaceAll("(.{4})(?!$)", "$1-");
    }

    @Override
    public String toString() {
        return "RecoveryCode[not shown]";
    }
}
