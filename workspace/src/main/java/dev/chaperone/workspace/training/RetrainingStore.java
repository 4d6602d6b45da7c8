// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Whom;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;

/// The table `retraining`.
final class RetrainingStore {
    private static final String SELECT =
            """
            SELECT id, person, course, reason, assigned_at, assigned_by, due_at, entry
            FROM retraining
            """;

    private final Database database;

    RetrainingStore(Database database) {
        this.database = database;
    }

    void insert(Retraining retraining) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO retraining
                            (id, person, course, reason, assigned_at, assigned_by, due_at, entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        retraining.id(),
                        retraining.person().value(),
                        retraining.course().value(),
                        retraining.reason().written(),
                        Database.timestamp(retraining.assignedAt()),
                        retraining.assignedBy(),
                        Database.timestamp(retraining.dueAt()),
                        retraining.entry())
                .update();
    }

    /// Those of a person about a course, the oldest first.
    List<Retraining> of(PersonId person, CourseId course) {
        return database.jdbc()
                .sql(SELECT + "WHERE person = ? AND course = ? ORDER BY seq")
                .params(person.value(), course.value())
                .query((row, _) -> row(row))
                .list();
    }

    /// Those of people about these courses, the oldest first.
    List<Retraining> of(Set<CourseId> courses, Whom whom) {
        return database.jdbc()
                .sql(
                        SELECT
                                + "WHERE course = ANY (?) AND %s ORDER BY seq"
                                        .formatted(whom.sql("person")))
                .param(courses.stream().map(CourseId::value).toArray(String[]::new))
                .params(whom.parameters())
                .query((row, _) -> row(row))
                .list();
    }

    private static Retraining row(ResultSet row) throws SQLException {
        return new Retraining(
                row.getString("id"),
                new PersonId(row.getString("person")),
                new CourseId(row.getString("course")),
                Retraining.Reason.parse(row.getString("reason")),
                row.getObject("assigned_at", OffsetDateTime.class).toInstant(),
                row.getString("assigned_by"),
                row.getObject("due_at", OffsetDateTime.class).toInstant(),
                row.getLong("entry"));
    }
}
