// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.workspace.Database;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// Conditions on rows of `interaction` that must all hold, with the values of their parameters.
final class Conditions {
    private final List<String> sql = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    Conditions and(String condition, Object... parameters) {
        sql.add(condition);
        values.addAll(List.of(parameters));
        return this;
    }

    Conditions and(Scope scope) {
        return switch (scope) {
            case Scope.Everybody() -> this;
            case Scope.Only(var person) -> and("person = ?", person.value());
        };
    }

    /// All parts of a filter but its free text.
    Conditions and(Filter filter) {
        equal("person", filter.person());
        equal("tool", filter.tool());
        equal("plan", filter.plan());
        equal("repository", filter.repository());
        equal("model", filter.model());
        equal("decision", filter.decision());
        equal("source", filter.source());
        equal("session", filter.session());
        if (filter.commit() != null) {
            // Hexadecimal digits only, so nothing in it means more than itself.
            and("commit LIKE ?", filter.commit() + "%");
        }
        if (filter.detector() != null) {
            and(
                    "(detectors @> ARRAY[?]::text[] OR answer_detectors @> ARRAY[?]::text[])",
                    filter.detector(),
                    filter.detector());
        }
        return and(filter.from(), filter.to());
    }

    private void equal(String column, @Nullable String value) {
        if (value != null) {
            and(column + " = ?", value);
        }
    }

    /// Requests of a time. The hours tell where in the list they are.
    ///
    /// @param from the first moment; null for the beginning
    /// @param to the moment after the last; null for the end
    Conditions and(@Nullable Instant from, @Nullable Instant to) {
        if (from != null) {
            Instant first = StoredTime.of(from);
            and("at >= ?", Database.timestamp(first));
            and(
                    "intent >= (SELECT min(first) FROM interaction_hour WHERE hour > ?)",
                    Database.timestamp(first.minus(1, ChronoUnit.HOURS)));
        }
        if (to != null) {
            Instant end = StoredTime.of(to);
            and("at < ?", Database.timestamp(end));
            and(
                    "intent <= (SELECT max(last) FROM interaction_hour WHERE hour < ?)",
                    Database.timestamp(end));
        }
        return this;
    }

    /// As a clause; empty when there are none.
    String where() {
        return sql.isEmpty() ? "" : "WHERE " + String.join(" AND ", sql) + "\n";
    }

    List<Object> values() {
        return values;
    }

    /// A pattern for what contains a text, taken literally.
    static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
