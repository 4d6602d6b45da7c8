// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.List;

/// A name under which secrets are assigned.
///
/// @param word in lower case, at least five letters
/// @param minLength shortest value that counts: generic names need longer values to mean a secret
/// @param needsDigit whether a value without a digit is taken for prose
record Keyword(String word, int minLength, boolean needsDigit) {
    static final List<Keyword> ALL =
            List.of(
                    new Keyword("password", 8, false),
                    new Keyword("passwd", 8, false),
                    new Keyword("passphrase", 8, false),
                    new Keyword("secret", 12, true),
                    new Keyword("token", 16, true),
                    new Keyword("api_key", 12, true),
                    new Keyword("api-key", 12, true),
                    new Keyword("apikey", 12, true),
                    new Keyword("access_key", 16, true),
                    new Keyword("accesskey", 16, true),
                    new Keyword("secret_key", 12, true),
                    new Keyword("private_key", 16, true));
}
