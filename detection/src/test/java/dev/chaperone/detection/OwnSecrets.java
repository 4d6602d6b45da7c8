// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Secrets as companies have them, made up.
final class OwnSecrets {
    static final FingerprintKey KEY = FingerprintKey.of(new byte[FingerprintKey.BYTES]);

    private static final String TOKEN =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String PASSWORD = TOKEN + "!#$%&*+,-./:;<=>?@^_~";

    private OwnSecrets() {}

    static Scanner scanner(String... values) {
        List<KnownSecret> secrets = new ArrayList<>();
        for (String value : values) {
            secrets.add(secret("secret-" + secrets.size(), value));
        }
        return Scanner.with(KnownSecrets.of(KEY, secrets), List.of());
    }

    static KnownSecret secret(String name, String value) {
        return KnownSecret.of(KEY, name, KnownSecret.Kind.SECRET, value);
    }

    /// Letters and digits.
    static String token(Random random, int length) {
        return of(TOKEN, random, length);
    }

    /// With signs, as password safes make them.
    static String password(Random random, int length) {
        return of(PASSWORD, random, length);
    }

    /// A list of so many.
    static KnownSecrets many(Random random, int count) {
        List<KnownSecret> secrets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            secrets.add(secret("secret-" + i, token(random, 20 + random.nextInt(24))));
        }
        return KnownSecrets.of(KEY, secrets);
    }

    private static String of(String alphabet, Random random, int length) {
        StringBuilder value = new StringBuilder();
        random.ints(length, 0, alphabet.length()).forEach(i -> value.append(alphabet.charAt(i)));
        return value.toString();
    }
}
