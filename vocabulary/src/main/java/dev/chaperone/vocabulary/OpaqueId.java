// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

import java.security.SecureRandom;

/// Ids that can be neither guessed nor read: a prefix that says what is meant, an underscore and 26
/// random characters of base 32 (130 bits).
public final class OpaqueId {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OpaqueId() {}

    /// A new id such as `person_3v9…`.
    public static String next(String prefix) {
        byte[] random = new byte[LENGTH];
        RANDOM.nextBytes(random);
        StringBuilder id =
                new StringBuilder(prefix.length() + 1 + LENGTH).append(prefix).append('_');
        for (byte b : random) {
            id.append(ALPHABET.charAt(b & 31));
        }
        return id.toString();
    }

    /// Refuses what [#next(String)] could not have made for this prefix.
    ///
    /// @throws IllegalArgumentException when the prefix, the length or a character is another
    public static void check(String prefix, String id) {
        boolean fits =
                id.length() == prefix.length() + 1 + LENGTH
                        && id.startsWith(prefix)
                        && id.charAt(prefix.length()) == '_';
        for (int i = prefix.length() + 1; fits && i < id.length(); i++) {
            fits = ALPHABET.indexOf(id.charAt(i)) >= 0;
        }
        if (!fits) {
            throw new IllegalArgumentException("Not a " + prefix + " id: '" + id + "'");
        }
    }
}
