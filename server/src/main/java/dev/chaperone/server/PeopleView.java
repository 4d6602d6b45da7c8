// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// The page that lists people by name.
///
/// @param count of those who are looked for
/// @param find what names and addresses shall hold; empty for everybody
/// @param form what somebody typed to add a person; empty at first
/// @param problem what is wrong with it; null when nothing is
record PeopleView(
        List<Row> rows,
        People.Count count,
        String find,
        Pages pages,
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

    /// Where in a long list the reader is.
    ///
    /// @param before number of the page before; null on the first
    /// @param after number of the page after; null on the last
    /// @param words such as `Page 2 of 9`
    record Pages(@Nullable Integer before, @Nullable Integer after, String words) {
        static Pages of(int number, int size, long all) {
            long last = Math.max(1, (all + size - 1) / size);
            return new Pages(
                    number > 1 ? number - 1 : null,
                    number < last ? number + 1 : null,
                    "Page " + Words.number(number) + " of " + Words.number(last));
        }

        public boolean several() {
            return before != null || after != null;
        }
    }

    /// Whether nobody at all is registered.
    public boolean nobody() {
        return find.isEmpty() && count.everybody() == 0;
    }

    public String summary() {
        if (nobody()) {
            return "Nobody is registered";
        }
        return Words.count(count.everybody(), "person", "people")
                + (find.isEmpty() ? ", " : " with “" + find + "”, ")
                + Words.number(count.active())
                + " active";
    }

    public List<Country> countries() {
        return Country.all();
    }

    public List<String> roles() {
        return Arrays.stream(Role.values()).map(Role::written).sorted().toList();
    }
}
