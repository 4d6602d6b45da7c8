// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.workspace.seats.SourceId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Set;

/// Columns that what is to be reviewed and what is frozen of it have in common.
final class RowColumns {
    private static final PlanId NO_PLAN = new PlanId("unknown");

    private RowColumns() {}

    static PlanId plan(@Nullable String told) {
        try {
            return told == null ? NO_PLAN : new PlanId(told);
        } catch (IllegalArgumentException e) {
            // A vendor's word that no policy could name; the account keeps it.
            return NO_PLAN;
        }
    }

    static ReviewRow.@Nullable Listed listed(ResultSet row) throws SQLException {
        String source = row.getString("seat_source");
        return source == null
                ? null
                : new ReviewRow.Listed(
                        new SourceId(source),
                        row.getString("seat_account"),
                        row.getString("seat_plan"),
                        row.getString("seat_state"),
                        optional(row, "seat_activity"));
    }

    static ReviewRow.@Nullable Held held(ResultSet row) throws SQLException {
        String grant = row.getString("held");
        return grant == null
                ? null
                : new ReviewRow.Held(
                        grant,
                        Set.copyOf(Arrays.asList((String[]) row.getArray("classes").getArray())),
                        instant(row, "held_from"),
                        instant(row, "held_until"));
    }

    static ReviewRow.Use use(ResultSet row) throws SQLException {
        return new ReviewRow.Use(
                optional(row, "last_use"),
                row.getLong("requests"),
                row.getLong("blocked"),
                row.getLong("personal"));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
