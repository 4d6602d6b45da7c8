// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import org.springframework.dao.DuplicateKeyException;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The tables `directory_group` and `directory_member`. Groups come without their members, which
/// are read apart: there can be very many.
final class DirectoryGroupStore {
    private static final String SELECT =
            "SELECT g.id, g.name, g.external_id, g.created_at, g.changed_at FROM directory_group g ";

    private final Database database;

    DirectoryGroupStore(Database database) {
        this.database = database;
    }

    /// Stores a group; false when there is one of its name.
    boolean insert(DirectoryGroup group) {
        try {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO directory_group
                                (id, name, external_id, created_at, changed_at)
                            VALUES (?, ?, ?, ?, ?)
                            """)
                    .param(group.id())
                    .param(group.name())
                    .param(group.externalId())
                    .param(Database.timestamp(group.created()))
                    .param(Database.timestamp(group.changed()))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// False when there is another one of that name.
    boolean update(String id, DirectoryGroups.Wanted wanted, Instant now) {
        try {
            database.jdbc()
                    .sql(
                            """
                            UPDATE directory_group SET name = ?, external_id = ?, changed_at = ?
                            WHERE id = ?
                            """)
                    .param(wanted.name())
                    .param(wanted.externalId())
                    .param(Database.timestamp(now))
                    .param(id)
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    void remove(String id) {
        database.jdbc().sql("DELETE FROM directory_group WHERE id = ?").param(id).update();
    }

    void join(String id, PersonId person) {
        database.jdbc()
                .sql("INSERT INTO directory_member (member_of, person) VALUES (?, ?)")
                .params(id, person.value())
                .update();
    }

    void leave(String id, PersonId person) {
        database.jdbc()
                .sql("DELETE FROM directory_member WHERE member_of = ? AND person = ?")
                .params(id, person.value())
                .update();
    }

    Optional<DirectoryGroup> find(String id) {
        return database.jdbc()
                .sql(SELECT + "WHERE g.id = ?")
                .param(id)
                .query((row, _) -> group(row))
                .optional();
    }

    List<DirectoryGroup> list(Sought sought, long skip, int limit) {
        List<Object> values = values(sought);
        values.add(skip);
        values.add(limit);
        return database.jdbc()
                .sql(SELECT + condition(sought) + " ORDER BY g.seq OFFSET ? LIMIT ?")
                .params(values)
                .query((row, _) -> group(row))
                .list();
    }

    long count(Sought sought) {
        return database.jdbc()
                .sql("SELECT count(*) FROM directory_group g " + condition(sought))
                .params(values(sought))
                .query(Long.class)
                .single();
    }

    private static String condition(Sought sought) {
        return "WHERE true"
                + (sought.id() == null ? "" : " AND g.id = ?")
                + (sought.name() == null ? "" : " AND lower(g.name) = lower(?)")
                + (sought.externalId() == null ? "" : " AND g.external_id = ?");
    }

    private static List<Object> values(Sought sought) {
        List<Object> values = new ArrayList<>();
        for (String value : new String[] {sought.id(), sought.name(), sought.externalId()}) {
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    Set<PersonId> members(String id) {
        return database.jdbc()
                .sql("SELECT person FROM directory_member WHERE member_of = ?")
                .param(id)
                .query((row, _) -> new PersonId(row.getString("person")))
                .set();
    }

    /// Those of these people whom the directory can see.
    Set<PersonId> present(Set<PersonId> people) {
        if (people.isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(
                database.jdbc()
                        .sql(
                                """
                                SELECT p.id FROM person p
                                LEFT JOIN directory_user u ON u.person = p.id
                                WHERE p.id = ANY (?) AND u.removed_at IS NULL
                                """)
                        .param(people.stream().map(PersonId::value).toArray(String[]::new))
                        .query((row, _) -> new PersonId(row.getString("id")))
                        .list());
    }

    Map<PersonId, List<DirectoryGroup>> of(Set<PersonId> people) {
        Map<PersonId, List<DirectoryGroup>> groups = new HashMap<>();
        if (people.isEmpty()) {
            return groups;
        }
        database.jdbc()
                .sql(
                        """
                        SELECT m.person, g.id, g.name, g.external_id, g.created_at, g.changed_at
                        FROM directory_member m JOIN directory_group g ON g.id = m.member_of
                        WHERE m.person = ANY (?) ORDER BY g.seq
                        """)
                .param(people.stream().map(PersonId::value).toArray(String[]::new))
                .query(row -> {
                    groups.computeIfAbsent(
                                    new PersonId(row.getString("person")), _ -> new ArrayList<>())
                            .add(group(row));
                });
        return groups;
    }

    private static DirectoryGroup group(ResultSet row) throws SQLException {
        return new DirectoryGroup(
                row.getString("id"),
                row.getString("name"),
                row.getString("external_id"),
                Set.of(),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }
}
