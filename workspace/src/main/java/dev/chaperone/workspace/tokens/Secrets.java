// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.tokens;

import java.security.SecureRandom;

/// Makes token secrets: `chp_` and 43 characters of base 62, more than 255 bits of chance.
public final class Secrets {
    private static final String PREFIX = "chp_";
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 43;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Secrets() {}

    /// A new secret.
    public static String next() {
        return PREFIX + chance();
    }

    /// The same without the sign by which tokens are known.
    public static String chance() {
        StringBuilder secret = new StringBuilder(LENGTH);
        RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(i -> secret.append(ALPHABET.charAt(i)));
        return secret.toString();
    }
}
