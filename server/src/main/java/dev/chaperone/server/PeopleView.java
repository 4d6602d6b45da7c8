// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// The page that lists people by name.
///
/// @param form what somebody typed to add a person; empty at first
/// @param problem what is wrong with it; null when nothing is
record PeopleView(
        List<Row> rows,
        long active,
        boolean mayAdd,
        Form form,
        @Nullable String problem,
        String addCommand) {
    PeopleView {
        rows = List.copyOf(rows);
    }

    /// A person to be added.
    record Form(String email, String name, String role, String teams, String country) {
        static final Form EMPTY = new Form("", "", Role.DEVELOPER.written(), "", "");
    }

    /// One person.
    record Row(
            String id,
            String name,
            String email,
            String role,
            String teams,
            String state,
            String tokens) {}

    public String summary() {
        return rows.isEmpty()
                ? "Nobody is registered"
                : Words.count(rows.size(), "person", "people")
                        + ", "
                        + Words.number(active)
                        + " active";
    }

    public List<Country> countries() {
        return Country.all();
    }

    public List<String> roles() {
        return Arrays.stream(Role.values()).map(Role::written).sorted().toList();
    }
}
