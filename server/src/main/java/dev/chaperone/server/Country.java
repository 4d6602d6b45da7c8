// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// A country to choose from.
///
/// @param code of ISO 3166
record Country(String code, String name) {
    private static final List<Country> ALL =
            Arrays.stream(Locale.getISOCountries())
                    .map(code -> new Country(code, nameOf(code)))
                    .sorted(Comparator.comparing(Country::name, String.CASE_INSENSITIVE_ORDER))
                    .toList();

    /// All of them, by name.
    static List<Country> all() {
        return ALL;
    }

    /// The English name of a country.
    static String nameOf(String code) {
        return Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
    }
}
