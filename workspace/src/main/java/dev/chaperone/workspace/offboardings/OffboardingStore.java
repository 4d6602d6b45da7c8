// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.offboardings;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Whom;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The table `offboarding_proof`, and what tells who left.
final class OffboardingStore {
    private final Database database;

    OffboardingStore(Database database) {
        this.database = database;
    }

    /// Somebody whose access has ended or whose last day is over.
    ///
    /// @param key by which the list is sorted, descending: when it was known, in milliseconds, and
    ///   the end of the person's number
    /// @param ended when the access did; null when it has not
    /// @param used whether they ever had a token, a grant or a request
    record Leaver(
            long key,
            PersonId person,
            @Nullable Instant ended,
            @Nullable LocalDate lastDay,
            boolean used) {}

    /// Those who left, the last first.
    ///
    /// @param today in the company's zone: whose last day is before it has left
    List<Leaver> leavers(Whom whom, LocalDate today, long before, int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT l.*,
                               (EXISTS (SELECT 1 FROM token t WHERE t.person = l.id)
                                OR EXISTS (SELECT 1 FROM access_grant g WHERE g.person = l.id)
                                OR EXISTS (SELECT 1 FROM interaction i WHERE i.person = l.id)
                               ) AS used
                        FROM (
                            SELECT p.id, p.last_day, p.active, e.ended,
                                   (extract(epoch FROM coalesce(
                                        least(CASE WHEN NOT p.active THEN e.ended END,
                                              p.last_day::timestamp AT TIME ZONE 'UTC'),
                                        p.created_at)) * 1000)::bigint * 1048576
                                   + (p.seq & 1048575) AS key
                            FROM person p
                            CROSS JOIN LATERAL (
                                SELECT min(s.since) AS ended FROM person_standing s
                                WHERE s.person = p.id AND NOT s.active
                                  AND s.seq > coalesce((SELECT max(a.seq) FROM person_standing a
                                                        WHERE a.person = p.id AND a.active), 0)
                            ) e
                            WHERE (NOT p.active OR p.last_day < ?) AND %s
                        ) l
                        WHERE l.key < ? ORDER BY l.key DESC LIMIT ?
                        """
                                .formatted(whom.sql("p.id")))
                .param(today)
                .params(whom.parameters())
                .param(before)
                .param(limit)
                .query((row, _) -> leaver(row))
                .list();
    }

    private static Leaver leaver(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended", OffsetDateTime.class);
        return new Leaver(
                row.getLong("key"),
                new PersonId(row.getString("id")),
                row.getBoolean("active") || ended == null ? null : ended.toInstant(),
                row.getObject("last_day", LocalDate.class),
                row.getBoolean("used"));
    }

    /// Proofs about people who left, each at a moment, by person and item.
    Map<PersonId, Map<String, Offboarding.Proof>> proofs(Map<PersonId, Instant> left) {
        Map<PersonId, Map<String, Offboarding.Proof>> proofs = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT p.person, p.item, p.source, p.read_at, p.who, p.at
                        FROM unnest(?::text[], ?::timestamptz[]) AS l (person, left_at)
                        JOIN offboarding_proof p ON p.person = l.person AND p.left_at = l.left_at
                        """)
                .param(people(left))
                .param(moments(left))
                .query(row -> {
                    proofs.computeIfAbsent(
                                    new PersonId(row.getString("person")), _ -> new HashMap<>())
                            .put(
                                    row.getString("item"),
                                    new Offboarding.Proof(
                                            row.getString("source"),
                                            instant(row, "read_at"),
                                            row.getString("who"),
                                            instant(row, "at")));
                });
        return proofs;
    }

    private static String[] people(Map<PersonId, Instant> left) {
        return left.keySet().stream().map(PersonId::value).toArray(String[]::new);
    }

    private static String[] moments(Map<PersonId, Instant> left) {
        return left.keySet().stream()
                .map(each -> String.valueOf(left.get(each)))
                .toArray(String[]::new);
    }

    void insert(PersonId person, Instant leftAt, String item, Offboarding.Proof proof, long entry) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO offboarding_proof
                            (person, left_at, item, source, read_at, who, at, entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(person.value())
                .param(Database.timestamp(leftAt))
                .param(item)
                .param(proof.source())
                .param(Database.timestamp(proof.readAt()))
                .param(proof.by())
                .param(Database.timestamp(proof.at()))
                .param(entry)
                .update();
    }

    /// Requests of people, each from a moment on, that were not refused. Who made none is not
    /// there.
    Map<PersonId, Offboarding.Residual> residual(Map<PersonId, Instant> left) {
        Map<PersonId, Offboarding.Residual> residual = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT l.person, count(*) AS requests, max(i.at) AS last
                        FROM unnest(?::text[], ?::timestamptz[]) AS l (person, left_at)
                        JOIN interaction i ON i.person = l.person AND i.at >= l.left_at
                                          AND i.decision <> 'blocked'
                        GROUP BY l.person
                        """)
                .param(people(left))
                .param(moments(left))
                .query(row -> {
                    residual.put(
                            new PersonId(row.getString("person")),
                            new Offboarding.Residual(
                                    row.getLong("requests"), instant(row, "last")));
                });
        return residual;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
