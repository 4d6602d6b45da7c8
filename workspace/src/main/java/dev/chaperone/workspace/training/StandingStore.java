// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Whom;
import dev.chaperone.workspace.people.Role;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads, for everybody or many at once, what standings are worked out from.
final class StandingStore {
    private static final int ROWS = 10_000;

    private final Database database;

    StandingStore(Database database) {
        this.database = database;
    }

    /// Somebody who is active.
    ///
    /// @param joined the company, or their role when they had another before
    record Member(PersonId person, Role role, Instant joined) {}

    List<Member> active(Whom whom) {
        return database.jdbc()
                .sql(
                        """
                        SELECT id, role, coalesce(role_since, created_at) AS joined
                        FROM person WHERE active AND %s ORDER BY seq
                        """
                                .formatted(whom.sql("id")))
                .params(whom.parameters())
                .withFetchSize(ROWS)
                .query((row, _) ->
                        new Member(
                                new PersonId(row.getString("id")),
                                Role.parse(row.getString("role")),
                                row.getObject("joined", OffsetDateTime.class).toInstant()))
                .list();
    }

    /// The last pass of people at each of these courses. Times are whole milliseconds, and come as
    /// numbers because reading very many of them otherwise takes long.
    Map<CourseId, Map<PersonId, Standing.Pass>> passes(Set<CourseId> courses, Whom whom) {
        Map<CourseId, Map<PersonId, Standing.Pass>> passes = new HashMap<>();
        courses.forEach(course -> passes.put(course, new HashMap<>()));
        database.jdbc()
                .sql(
                        """
                        SELECT DISTINCT ON (a.course, a.person)
                               a.course, a.person, a.publication,
                               (extract(epoch FROM a.started_at) * 1000)::bigint AS started,
                               (extract(epoch FROM r.finished_at) * 1000)::bigint AS finished,
                               (extract(epoch FROM r.valid_until) * 1000)::bigint AS valid
                        FROM training_attempt a JOIN training_result r ON r.attempt = a.id
                        WHERE r.valid_until IS NOT NULL AND a.course = ANY (?)
                          AND %s
                        ORDER BY a.course, a.person, a.number DESC
                        """
                                .formatted(whom.sql("a.person")))
                .param(courses.stream().map(CourseId::value).toArray(String[]::new))
                .params(whom.parameters())
                .withFetchSize(ROWS)
                .query(row -> {
                    passes.getOrDefault(new CourseId(row.getString("course")), new HashMap<>())
                            .put(
                                    new PersonId(row.getString("person")),
                                    new Standing.Pass(
                                            row.getLong("publication"),
                                            Instant.ofEpochMilli(row.getLong("started")),
                                            Instant.ofEpochMilli(row.getLong("finished")),
                                            Instant.ofEpochMilli(row.getLong("valid"))));
                });
        return passes;
    }
}
