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
    /// @param ended when the access did; null when it has not
    /// @param used whether they ever had a token, a grant or a request
    record Leaver(
            PersonId person, @Nullable Instant ended, @Nullable LocalDate lastDay, boolean used) {}

    /// Those who left, the last to be known first.
    ///
    /// @param today in the company's zone: whose last day is before it has left
    List<Leaver> leavers(Whom whom, LocalDate today, int limit) {
        return database.jdbc()
                .sql(
                        """
                        SELECT p.id, p.last_day, p.active,
                               (SELECT min(s.since) FROM person_standing s
                                WHERE s.person = p.id AND NOT s.active
                                  AND s.seq > coalesce((SELECT max(a.seq) FROM person_standing a
                                                        WHERE a.person = p.id AND a.active), 0)
                               ) AS ended,
                               (EXISTS (SELECT 1 FROM token t WHERE t.person = p.id)
                                OR EXISTS (SELECT 1 FROM access_grant g WHERE g.person = p.id)
                                OR EXISTS (SELECT 1 FROM interaction i WHERE i.person = p.id)
                               ) AS used
                        FROM person p
                        WHERE (NOT p.active OR p.last_day < ?) AND %s
                        ORDER BY ended DESC NULLS FIRST, p.seq DESC LIMIT ?
                        """
                                .formatted(whom.sql("p.id")))
                .param(today)
                .params(whom.parameters())
                .param(limit)
                .query((row, _) -> leaver(row))
                .list();
    }

    private static Leaver leaver(ResultSet row) throws SQLException {
        OffsetDateTime ended = row.getObject("ended", OffsetDateTime.class);
        return new Leaver(
                new PersonId(row.getString("id")),
                row.getBoolean("active") || ended == null ? null : ended.toInstant(),
                row.getObject("last_day", LocalDate.class),
                row.getBoolean("used"));
    }

    /// Proofs about somebody who left at a moment, by item.
    Map<String, Offboarding.Proof> proofs(PersonId person, Instant leftAt) {
        Map<String, Offboarding.Proof> proofs = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT item, source, read_at, who, at FROM offboarding_proof
                        WHERE person = ? AND left_at = ?
                        """)
                .params(person.value(), Database.timestamp(leftAt))
                .query(row -> {
                    proofs.put(
                            row.getString("item"),
                            new Offboarding.Proof(
                                    row.getString("source"),
                                    instant(row, "read_at"),
                                    row.getString("who"),
                                    instant(row, "at")));
                });
        return proofs;
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

    /// Requests of somebody from a moment on that were not refused.
    Offboarding.Residual residual(PersonId person, Instant from) {
        return database.jdbc()
                .sql(
                        """
                        SELECT count(*) AS requests, max(at) AS last FROM interaction
                        WHERE person = ? AND at >= ? AND decision <> 'blocked'
                        """)
                .params(person.value(), Database.timestamp(from))
                .query((row, _) -> {
                    OffsetDateTime last = row.getObject("last", OffsetDateTime.class);
                    return new Offboarding.Residual(
                            row.getLong("requests"), last == null ? null : last.toInstant());
                })
                .single();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
