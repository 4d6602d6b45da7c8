// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import java.util.List;

/// The page that lists people by name.
record PeopleView(List<Row> rows, long active) {
    PeopleView {
        rows = List.copyOf(rows);
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

    public String addCommand() {
        return """
        curl -H "Authorization: Bearer $(cat data/admin-token)" \\
          -H 'content-type: application/json' \\
          -d '{"email":"ada@example.com","name":"Ada","teams":[],"role":"developer"}' \\
          http://localhost:8600/api/v1/people\
        """;
    }
}
