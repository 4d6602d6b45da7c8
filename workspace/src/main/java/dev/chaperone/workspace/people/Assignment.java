// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.workspace.Text;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.TreeSet;

/// What policies go by of a person besides the role, and what changes when somebody moves.
///
/// @param teams by name, sorted; those that do not exist are created
/// @param jurisdiction the country whose law holds for the person; null when it is not known
public record Assignment(List<String> teams, @Nullable Jurisdiction jurisdiction) {
    private static final int MAX_TEAM = 100;

    public Assignment {
        teams = List.copyOf(new TreeSet<>(teams.stream().map(String::strip).toList()));
        teams.forEach(team -> Text.check("a team's name", team, MAX_TEAM));
    }

    /// The same with other teams.
    public Assignment with(List<String> others) {
        return new Assignment(others, jurisdiction);
    }

    /// The same with another country, or none.
    public Assignment in(@Nullable Jurisdiction country) {
        return new Assignment(teams, country);
    }
}
