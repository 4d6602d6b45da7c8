// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.util.List;
import java.util.Set;

/// What surrounds every page: who is signed in, and the ways that are open to them.
///
/// @param may words for what the role can do; the server enforces it again at every route
record Shell(boolean signedIn, String name, String role, List<Way> nav, Set<String> may) {
    /// Nobody is signed in.
    static final Shell STRANGER = new Shell(false, "", "", List.of(), Set.of());

    Shell {
        nav = List.copyOf(nav);
        may = Set.copyOf(may);
    }

    /// An entry of the navigation.
    record Way(String href, String label) {}

    public boolean may(String word) {
        return may.contains(word);
    }
}
