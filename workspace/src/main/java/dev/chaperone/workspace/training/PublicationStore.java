// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Database;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The table `course_publication`.
final class PublicationStore {
    private final Database database;

    PublicationStore(Database database) {
        this.database = database;
    }

    /// One start after the other: held until the end of the transaction.
    void lock() {
        database.jdbc().sql("LOCK TABLE course_publication IN SHARE ROW EXCLUSIVE MODE").update();
    }

    void insert(Volume volume, Instant at, long entry) {
        Course course = volume.course();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO course_publication
                            (course, version, title, retrain, days, content, published_at, entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        course.id().value(),
                        course.version().toString(),
                        course.title(),
                        course.terms().retrain(),
                        course.terms().daysToComplete(),
                        volume.files().bytes(),
                        Database.timestamp(at),
                        entry)
                .update();
    }

    /// All of them, the oldest first.
    List<Publication> all() {
        return database.jdbc()
                .sql(
                        """
                        SELECT seq, course, version, retrain, days, published_at, entry
                        FROM course_publication ORDER BY seq
                        """)
                .query((row, _) ->
                        new Publication(
                                row.getLong("seq"),
                                new CourseId(row.getString("course")),
                                Digest.parse(row.getString("version")),
                                row.getBoolean("retrain"),
                                row.getInt("days"),
                                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                                row.getLong("entry")))
                .list();
    }

    /// The bytes of a version, as they are hashed.
    Optional<byte[]> content(CourseId course, Digest version) {
        return database.jdbc()
                .sql(
                        """
                        SELECT content FROM course_publication
                        WHERE course = ? AND version = ? ORDER BY seq LIMIT 1
                        """)
                .params(course.value(), version.toString())
                .query(byte[].class)
                .optional();
    }
}
