// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.PersonId;

import java.time.YearMonth;
import java.util.regex.Pattern;

/// What is erased together: one person's bodies of one month (UTC) and one retention class. It has
/// a key and a file of its own; destroying the key makes all of it unreadable.
///
/// @param retention name of the retention class in the policy
public record Drawer(PersonId person, YearMonth month, String retention) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    public Drawer {
        if (!FORM.matcher(retention).matches()) {
            throw new IllegalArgumentException("Not a retention class: '" + retention + "'");
        }
    }
}
