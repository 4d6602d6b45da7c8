// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Set;

/// Whom a query is about: everybody or some people. One text of SQL serves both.
///
/// @param people null for everybody
public record Whom(@Nullable Set<PersonId> people) {
    public static final Whom EVERYBODY = new Whom(null);

    public Whom {
        people = people == null ? null : Set.copyOf(people);
    }

    /// A condition for a column that names people.
    public String sql(String column) {
        return people == null ? "true" : column + " = ANY (?)";
    }

    /// What belongs to one use of [#sql].
    public List<Object> parameters() {
        return people == null
                ? List.of()
                : List.of((Object) people.stream().map(PersonId::value).toArray(String[]::new));
    }
}
