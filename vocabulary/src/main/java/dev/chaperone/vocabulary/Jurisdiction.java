// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.vocabulary;

import java.util.Locale;
import java.util.Set;

/// A country whose law holds for a person, for example `DE`.
///
/// @param code two capital letters of ISO 3166
public record Jurisdiction(String code) {
    private static final Set<String> CODES = Set.of(Locale.getISOCountries());

    public Jurisdiction {
        if (!CODES.contains(code)) {
            throw new IllegalArgumentException(
                    "Not a country code of ISO 3166 such as DE: '" + code + "'");
        }
    }

    @Override
    public String toString() {
        return code;
    }
}
