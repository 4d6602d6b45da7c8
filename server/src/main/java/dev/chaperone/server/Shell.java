// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What surrounds every page: who is signed in, and the ways that are open to them.
///
/// @param nav the ways, in groups by what people come for
/// @param may words for what the role can do; the server enforces it again at every route
record Shell(boolean signedIn, String name, String role, List<Group> nav, Set<String> may) {
    /// Nobody is signed in.
    static final Shell STRANGER = new Shell(false, "", "", List.of(), Set.of());

    Shell {
        nav = List.copyOf(nav);
        may = Set.copyOf(may);
    }

    /// A piece of the navigation.
    ///
    /// @param title what its ways have in common
    record Group(String title, List<Way> ways) {
        Group {
            ways = List.copyOf(ways);
        }
    }

    /// An entry of the navigation.
    record Way(String href, String label) {}

    static Shell of(Optional<SignedIn> caller) {
        return caller.map(Shell::of).orElse(STRANGER);
    }

    private static Shell of(SignedIn caller) {
        List<Group> nav = new ArrayList<>();
        add(nav, "Use", use(caller));
        add(nav, "Asked of you", asked(caller));
        add(nav, "Policy", policy(caller));
        add(nav, "What went wrong", wrong(caller));
        add(nav, "Evidence", evidence(caller));
        return new Shell(true, caller.name(), caller.role().written(), nav, may(caller));
    }

    private static void add(List<Group> nav, String title, List<Way> ways) {
        if (!ways.isEmpty()) {
            nav.add(new Group(title, ways));
        }
    }

    private static List<Way> use(SignedIn caller) {
        Ways ways = new Ways(caller);
        ways.add(Permission.ENTER, "/", "Home");
        ways.add(Permission.ENTER, MeController.PATH, "About me");
        ways.add(Permission.READ_ACTIVITY, "/activity", "Activity");
        if (caller.may(Permission.READ_EVERYBODYS_ACTIVITY)) {
            ways.add(Permission.ENTER, "/sources", "Sources");
        } else {
            ways.add(Permission.ENTER, "/connect", "Connect");
        }
        ways.add(Permission.READ_ACTIVITY, "/limits", "Limits");
        ways.add(Permission.READ_PEOPLE, "/people", "People");
        return ways.open();
    }

    private static List<Way> asked(SignedIn caller) {
        Ways ways = new Ways(caller);
        ways.add(Permission.READ_POLICY, "/acceptable-use", "Acceptable use");
        ways.add(Permission.TAKE_TRAINING, "/training", "Training");
        ways.add(Permission.READ_POLICY, "/checklists", "Checklists");
        ways.add(Permission.READ_POLICY, "/access", "Access");
        return ways.open();
    }

    private static List<Way> policy(SignedIn caller) {
        Ways ways = new Ways(caller);
        ways.add(Permission.READ_POLICY, "/policy", "Policy");
        ways.add(Permission.READ_POLICY, "/exceptions", "Exceptions");
        ways.add(Permission.READ_POLICY, "/tools", "Tools");
        ways.add(Permission.READ_POLICY, "/detectors", "Detectors");
        return ways.open();
    }

    private static List<Way> wrong(SignedIn caller) {
        Ways ways = new Ways(caller);
        ways.add(Permission.SEE_INCIDENTS, "/incidents", "Incidents");
        ways.add(Permission.ANSWER_CASES, "/cases", "Cases");
        return ways.open();
    }

    private static List<Way> evidence(SignedIn caller) {
        Ways ways = new Ways(caller);
        ways.add(Permission.READ_ACCESS, "/access-reviews", "Access reviews");
        ways.add(Permission.READ_ACCESS, "/offboardings", "Leavers");
        ways.add(Permission.READ_ACCESS, "/seats", "Vendor accounts");
        ways.add(Permission.READ_LEDGER, "/ledger", "Ledger");
        ways.add(Permission.READ_CAPTURES, "/captures", "Captures");
        ways.add(Permission.READ_LOG_REVIEWS, "/log-reviews", "Log reviews");
        ways.add(Permission.READ_DELIVERIES, "/deliveries", "Messages");
        return ways.open();
    }

    private static Set<String> may(SignedIn caller) {
        Set<String> may = new HashSet<>();
        word(may, caller, Permission.READ_ACTIVITY, "activity");
        word(may, caller, Permission.READ_PEOPLE, "people");
        word(may, caller, Permission.READ_LEDGER, "ledger");
        word(may, caller, Permission.READ_POLICY, "policy");
        word(may, caller, Permission.READ_CAPTURES, "captures");
        word(may, caller, Permission.REPORT_INCIDENT, "report");
        return may;
    }

    private static void word(Set<String> may, SignedIn caller, Permission needed, String word) {
        if (caller.may(needed)) {
            may.add(word);
        }
    }

    public boolean may(String word) {
        return may.contains(word);
    }

    /// Collects the ways that are open to somebody.
    private static final class Ways {
        private final SignedIn caller;
        private final List<Way> open = new ArrayList<>();

        Ways(SignedIn caller) {
            this.caller = caller;
        }

        void add(Permission needed, String href, String label) {
            if (caller.may(needed)) {
                open.add(new Way(href, label));
            }
        }

        List<Way> open() {
            return open;
        }
    }
}
