// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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

    static Shell of(Optional<SignedIn> caller) {
        return caller.map(Shell::of).orElse(STRANGER);
    }

    private static Shell of(SignedIn caller) {
        List<Way> nav = new ArrayList<>(List.of(new Way("/", "Home")));
        Set<String> may = new HashSet<>();
        if (caller.may(Permission.READ_ACTIVITY)) {
            nav.add(new Way("/activity", "Activity"));
            may.add("activity");
        }
        if (caller.may(Permission.READ_EVERYBODYS_ACTIVITY)) {
            nav.add(new Way("/sources", "Sources"));
        } else {
            nav.add(new Way("/connect", "Connect"));
        }
        if (caller.may(Permission.READ_ACTIVITY)) {
            nav.add(new Way("/limits", "Limits"));
        }
        if (caller.may(Permission.TAKE_TRAINING)) {
            nav.add(new Way("/training", "Training"));
        }
        if (caller.may(Permission.READ_PEOPLE)) {
            nav.add(new Way("/people", "People"));
            may.add("people");
        }
        if (caller.may(Permission.READ_LEDGER)) {
            nav.add(new Way("/ledger", "Ledger"));
            may.add("ledger");
        }
        if (caller.may(Permission.READ_POLICY)) {
            nav.add(new Way("/acceptable-use", "Acceptable use"));
            nav.add(new Way("/policy", "Policy"));
            nav.add(new Way("/tools", "Tools"));
            nav.add(new Way("/detectors", "Detectors"));
            may.add("policy");
        }
        if (caller.may(Permission.READ_CAPTURES)) {
            nav.add(new Way("/captures", "Captures"));
            may.add("captures");
        }
        return new Shell(true, caller.name(), caller.role().written(), nav, may);
    }

    public boolean may(String word) {
        return may.contains(word);
    }
}
