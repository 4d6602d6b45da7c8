// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Which requests have a text somewhere: a query that looks in each place on its own, each time for
/// the newest, and joins what it finds. One condition for all places would let the planner guess
/// how often the text occurs, and a wrong guess reads the whole table.
///
/// @param conditions that must hold besides
/// @param pattern of the text
/// @param values different values that fit the pattern, by column
/// @param limit how many requests are wanted
record FreeText(
        Conditions conditions, String pattern, Map<String, List<String>> values, int limit) {
    /// More values than this are not looked up one by one.
    static final int MANY = 1_000;

    /// A condition on `intent`.
    String sql() {
        List<String> places = new ArrayList<>();
        places.add(newest("(id ILIKE ? OR session ILIKE ?)"));
        values.forEach((column, found) -> places.add(place(column, found)));
        return """
        intent = ANY(ARRAY(
            SELECT intent FROM (%s) AS found
            ORDER BY intent DESC LIMIT %d))
        """
                .formatted(String.join("\nUNION\n", places), limit);
    }

    private String place(String column, List<String> found) {
        return found.size() > MANY
                ? newest(column + " ILIKE ?")
                : """
                SELECT one.intent FROM unnest(?::text[]) AS v (value) CROSS JOIN LATERAL %s AS one
                """
                        .formatted(newest(column + " = v.value"));
    }

    private String newest(String condition) {
        return "(SELECT intent FROM interaction\n%s AND %s ORDER BY intent DESC LIMIT %d)"
                .formatted(conditions.where(), condition, limit);
    }

    /// The parameters, in the order of [#sql()].
    List<Object> parameters() {
        List<Object> parameters = new ArrayList<>(conditions.values());
        parameters.add(pattern);
        parameters.add(pattern);
        for (List<String> found : values.values()) {
            if (found.size() > MANY) {
                parameters.addAll(conditions.values());
                parameters.add(pattern);
            } else {
                parameters.add(found.toArray(String[]::new));
                parameters.addAll(conditions.values());
            }
        }
        return parameters;
    }
}
