// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The tables `training_attempt` and `training_result`.
final class AttemptStore {
    private static final String SELECT =
            """
            SELECT a.seq, a.id, a.person, a.course, a.publication, p.version, a.number, a.seed,
                   a.questions, a.pass_mark, a.started_at, a.entry,
                   r.answers, r.right_ones, r.score, r.finished_at, r.valid_until, r.certificate,
                   r.entry AS result_entry
            FROM training_attempt a
            JOIN course_publication p ON p.seq = a.publication
            LEFT JOIN training_result r ON r.attempt = a.id
            """;

    private final Database database;

    AttemptStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Attempt attempt) {}

    /// One attempt of a person after the other: held until the end of the transaction.
    void lock(PersonId person) {
        database.jdbc()
                .sql("SELECT id FROM person WHERE id = ? FOR NO KEY UPDATE")
                .param(person.value())
                .query(String.class)
                .optional();
    }

    void insert(Attempt attempt) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO training_attempt
                            (id, person, course, publication, number, seed, questions, pass_mark,
                             started_at, entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        attempt.id(),
                        attempt.person().value(),
                        attempt.course().value(),
                        attempt.publication(),
                        attempt.number(),
                        attempt.seed(),
                        attempt.questions().stream()
                                .map(shown -> shown.question() + " " + shown.choices())
                                .toArray(String[]::new),
                        attempt.passMark(),
                        Database.timestamp(attempt.startedAt()),
                        attempt.entry())
                .update();
    }

    void insert(String attempt, Attempt.Result result) {
        Attempt.Passed passed = result.passed();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO training_result
                            (attempt, answers, right_ones, score, finished_at, valid_until,
                             certificate, entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(attempt)
                .param(result.answers().toArray(String[]::new))
                .param(result.right())
                .param(result.score())
                .param(Database.timestamp(result.finishedAt()))
                .param(passed == null ? null : Database.timestamp(passed.validUntil()))
                .param(passed == null ? null : passed.certificate())
                .param(result.entry())
                .update();
    }

    Optional<Attempt> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE a.id = ?")
                .param(id)
                .query((row, _) -> row(row).attempt())
                .optional();
    }

    Optional<Attempt> findByCertificate(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE r.certificate = ?")
                .param(id)
                .query((row, _) -> row(row).attempt())
                .optional();
    }

    /// All of a person at a course, the newest first.
    List<Attempt> of(PersonId person, CourseId course) {
        return database.jdbc()
                .sql(SELECT + "WHERE a.person = ? AND a.course = ? ORDER BY a.number DESC")
                .params(person.value(), course.value())
                .query((row, _) -> row(row).attempt())
                .list();
    }

    /// @param person null for everybody's
    Page<Attempt> list(@Nullable PersonId person, long before, int limit) {
        String where = person == null ? "WHERE a.seq < ?" : "WHERE a.seq < ? AND a.person = ?";
        var query = database.jdbc().sql(SELECT + where + " ORDER BY a.seq DESC LIMIT ?");
        query = query.param(before);
        query = person == null ? query : query.param(person.value());
        List<Row> rows = query.param(limit + 1).query((row, _) -> row(row)).list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::attempt).toList(), page.next());
    }

    private static Row row(ResultSet row) throws SQLException {
        Attempt attempt =
                new Attempt(
                        row.getString("id"),
                        new PersonId(row.getString("person")),
                        new CourseId(row.getString("course")),
                        row.getLong("publication"),
                        Digest.parse(row.getString("version")),
                        row.getInt("number"),
                        row.getLong("seed"),
                        Arrays.stream((String[]) row.getArray("questions").getArray())
                                .map(AttemptStore::shown)
                                .toList(),
                        row.getInt("pass_mark"),
                        row.getObject("started_at", OffsetDateTime.class).toInstant(),
                        row.getLong("entry"),
                        result(row));
        return new Row(row.getLong("seq"), attempt);
    }

    private static Attempt.Shown shown(String written) {
        int blank = written.indexOf(' ');
        return new Attempt.Shown(written.substring(0, blank), written.substring(blank + 1));
    }

    private static Attempt.@Nullable Result result(ResultSet row) throws SQLException {
        OffsetDateTime finished = row.getObject("finished_at", OffsetDateTime.class);
        if (finished == null) {
            return null;
        }
        String certificate = row.getString("certificate");
        OffsetDateTime until = row.getObject("valid_until", OffsetDateTime.class);
        return new Attempt.Result(
                Arrays.asList((String[]) row.getArray("answers").getArray()),
                row.getInt("right_ones"),
                row.getInt("score"),
                finished.toInstant(),
                certificate == null || until == null
                        ? null
                        : new Attempt.Passed(certificate, until.toInstant()),
                row.getLong("result_entry"));
    }
}
