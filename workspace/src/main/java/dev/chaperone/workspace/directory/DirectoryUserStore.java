// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;
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
import java.util.stream.Collectors;

/// The table `directory_user`, beside the people themselves.
final class DirectoryUserStore {
    private static final String FROM =
            " FROM person p LEFT JOIN directory_user u ON u.person = p.id"
                    + " WHERE u.removed_at IS NULL";

    private final Database database;
    private final People people;

    DirectoryUserStore(Database database, People people) {
        this.database = database;
        this.people = people;
    }

    /// What was said of somebody, and when; both are null while nothing was.
    private record Row(PersonId person, @Nullable Said said, @Nullable Instant changed) {}

    Optional<DirectoryUser> find(PersonId id) {
        return users(
                        database.jdbc()
                                .sql("SELECT p.id, u.*" + FROM + " AND p.id = ?")
                                .param(id.value())
                                .query((row, _) -> row(row))
                                .list())
                .stream()
                .findFirst();
    }

    List<DirectoryUser> list(Sought sought, long skip, int limit) {
        Condition condition = condition(sought);
        List<Object> values = new ArrayList<>(condition.values());
        values.add(skip);
        values.add(limit);
        return users(
                database.jdbc()
                        .sql(
                                "SELECT p.id, u.*"
                                        + FROM
                                        + condition.sql()
                                        + " ORDER BY p.seq OFFSET ? LIMIT ?")
                        .params(values)
                        .query((row, _) -> row(row))
                        .list());
    }

    long count(Sought sought) {
        Condition condition = condition(sought);
        return database.jdbc()
                .sql("SELECT count(*)" + FROM + condition.sql())
                .params(condition.values())
                .query(Long.class)
                .single();
    }

    /// Those who hold something that may be held once: the name, the address, the directory's id;
    /// first those who work here.
    List<DirectoryUser> holders(Said said) {
        Set<String> ids = new HashSet<>(named(said.userName()));
        ids.addAll(at(said.email()));
        if (said.externalId() != null) {
            ids.addAll(known(said.externalId()));
        }
        return users(
                database.jdbc()
                        .sql(
                                "SELECT p.id, u.*"
                                        + FROM
                                        + " AND p.id = ANY (?) ORDER BY p.active DESC, p.seq")
                        .param(ids.toArray(String[]::new))
                        .query((row, _) -> row(row))
                        .list());
    }

    private List<String> named(String userName) {
        return ids(
                """
                SELECT person FROM directory_user
                WHERE freed_at IS NULL AND lower(user_name) = lower(?)
                """,
                userName);
    }

    private List<String> at(String email) {
        return ids(
                "SELECT id FROM person WHERE freed_at IS NULL AND lower(email) = lower(?)", email);
    }

    private List<String> known(String externalId) {
        return ids("SELECT person FROM directory_user WHERE external_id = ?", externalId);
    }

    private List<String> ids(String sql, String value) {
        return database.jdbc().sql(sql).param(value).query((row, _) -> row.getString(1)).list();
    }

    /// Who is looked for by something that has an index is looked up by it first, each on its own:
    /// a plan for all of it at once goes through everybody.
    private Condition condition(Sought sought) {
        List<Set<String>> found = new ArrayList<>();
        boolean working = false;
        if (sought.id() != null) {
            found.add(Set.of(sought.id()));
        }
        if (sought.externalId() != null) {
            found.add(Set.copyOf(known(sought.externalId())));
        }
        if (sought.name() != null) {
            Set<String> named = new HashSet<>(named(sought.name()));
            at(sought.name()).stream().filter(id -> !keeps(new PersonId(id))).forEach(named::add);
            found.add(named);
            working = true;
        }
        if (sought.email() != null) {
            found.add(Set.copyOf(at(sought.email())));
            working = true;
        }
        if (found.isEmpty()) {
            return new Condition("", List.of());
        }
        Set<String> all = new HashSet<>(found.getFirst());
        found.forEach(all::retainAll);
        return new Condition(
                " AND p.id = ANY (?)" + (working ? " AND p.active" : ""),
                List.of((Object) all.toArray(String[]::new)));
    }

    /// Whether the directory has said something of somebody.
    boolean keeps(PersonId id) {
        return database.jdbc()
                        .sql("SELECT count(*) FROM directory_user WHERE person = ?")
                        .param(id.value())
                        .query(Long.class)
                        .single()
                > 0;
    }

    DirectoryUsers.Known known() {
        return database.jdbc()
                .sql(
                        "SELECT count(u.person) AS told, count(*) - count(u.person) AS untold"
                                + FROM
                                + " AND p.active")
                .query((row, _) ->
                        new DirectoryUsers.Known(row.getLong("told"), row.getLong("untold")))
                .single();
    }

    /// Keeps what was said; false when the name is somebody else's.
    boolean save(PersonId id, Said said, Instant now) {
        try {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO directory_user
                                (person, user_name, external_id, email, name, kind, department,
                                 title, manager, country, active, document, changed_at)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            ON CONFLICT (person) DO UPDATE SET
                                user_name = excluded.user_name, external_id = excluded.external_id,
                                email = excluded.email, name = excluded.name, kind = excluded.kind,
                                department = excluded.department, title = excluded.title,
                                manager = excluded.manager, country = excluded.country,
                                active = excluded.active, document = excluded.document,
                                changed_at = excluded.changed_at
                            """)
                    .param(id.value())
                    .param(said.userName())
                    .param(said.externalId())
                    .param(said.email())
                    .param(said.name())
                    .param(said.kind() == null ? null : said.kind().written())
                    .param(said.department())
                    .param(said.title())
                    .param(said.manager() == null ? null : said.manager().value())
                    .param(said.country() == null ? null : said.country().code())
                    .param(said.active())
                    .param(said.document())
                    .param(Database.timestamp(now))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// Lets somebody else have the name.
    void free(PersonId id, Instant now) {
        database.jdbc()
                .sql(
                        """
                        UPDATE directory_user SET freed_at = ?
                        WHERE person = ? AND freed_at IS NULL
                        """)
                .params(Database.timestamp(now), id.value())
                .update();
    }

    /// Takes the name back; false when it is somebody else's by now.
    boolean unfree(PersonId id) {
        try {
            database.jdbc()
                    .sql("UPDATE directory_user SET freed_at = NULL WHERE person = ?")
                    .param(id.value())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// Hides somebody from the directory; of whom it never said anything, that is noted too.
    void remove(DirectoryUser user, Instant now) {
        Person person = user.person();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO directory_user
                            (person, user_name, email, name, active, document, changed_at, freed_at,
                             removed_at)
                        VALUES (:id, :name, :email, :called, false, '{}', :now, :now, :now)
                        ON CONFLICT (person) DO UPDATE SET
                            active = false, changed_at = :now, freed_at = :now, removed_at = :now
                        """)
                .param("id", person.id().value())
                .param("name", user.userName())
                .param("email", person.email())
                .param("called", person.name())
                .param("now", Database.timestamp(now))
                .update();
    }

    private List<DirectoryUser> users(List<Row> rows) {
        Set<PersonId> ids = rows.stream().map(Row::person).collect(Collectors.toSet());
        Map<PersonId, Person> known = new HashMap<>();
        people.find(ids).forEach(person -> known.put(person.id(), person));
        List<DirectoryUser> users = new ArrayList<>();
        for (Row row : rows) {
            Person person = known.get(row.person());
            if (person != null) {
                users.add(new DirectoryUser(person, row.said(), row.changed()));
            }
        }
        return users;
    }

    private static Row row(ResultSet row) throws SQLException {
        PersonId person = new PersonId(row.getString("id"));
        if (row.getString("user_name") == null) {
            return new Row(person, null, null);
        }
        String kind = row.getString("kind");
        String manager = row.getString("manager");
        String country = row.getString("country");
        Said said =
                new Said(
                        row.getString("user_name"),
                        row.getString("external_id"),
                        row.getString("email"),
                        row.getString("name"),
                        kind == null ? null : Employment.Kind.parse(kind),
                        row.getString("department"),
                        row.getString("title"),
                        manager == null ? null : new PersonId(manager),
                        country == null ? null : new Jurisdiction(country),
                        row.getBoolean("active"),
                        row.getString("document"));
        return new Row(person, said, row.getObject("changed_at", OffsetDateTime.class).toInstant());
    }

    /// What of SQL a search is.
    private record Condition(String sql, List<Object> values) {}
}
