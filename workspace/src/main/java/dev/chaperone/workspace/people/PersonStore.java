// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.policy.Register;
import dev.chaperone.policy.Standing;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.springframework.dao.DuplicateKeyException;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tables `person`, `team` and `team_member`.
final class PersonStore {
    private static final String SELECT =
            """
            SELECT p.seq, p.id, p.email, p.name, p.role, p.jurisdiction, p.active, p.created_at,
                   coalesce((SELECT array_agg(m.team ORDER BY m.team)
                             FROM team_member m WHERE m.person = p.id), '{}') AS teams
            FROM person p
            """;

    private final Database database;

    PersonStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Person person) {}

    /// Stores a person; false when the e-mail address is taken.
    ///
    /// @param salt of the commitment to who the person is
    boolean insert(Person person, byte[] salt) {
        Jurisdiction country = person.jurisdiction();
        try {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO person
                                (id, email, name, role, jurisdiction, active, created_at, salt)
                            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                            """)
                    .param(person.id().value())
                    .param(person.email())
                    .param(person.name())
                    .param(person.role().written())
                    .param(country == null ? null : country.code())
                    .param(person.active())
                    .param(Database.timestamp(person.createdAt()))
                    .param(salt)
                    .update();
        } catch (DuplicateKeyException e) {
            return false;
        }
        insertTeams(person.id(), person.teams());
        return true;
    }

    private void insertTeams(PersonId id, List<String> teams) {
        for (String team : teams) {
            database.jdbc()
                    .sql("INSERT INTO team (name) VALUES (?) ON CONFLICT DO NOTHING")
                    .param(team)
                    .update();
            database.jdbc()
                    .sql("INSERT INTO team_member (team, person) VALUES (?, ?)")
                    .params(team, id.value())
                    .update();
        }
    }

    /// Notes which entry of the ledger says who the person is.
    void anchor(String id, long entry) {
        database.jdbc().sql("UPDATE person SET anchor = ? WHERE id = ?").params(entry, id).update();
    }

    /// What is to be compared with the ledger.
    List<Anchors.Row> anchored() {
        return database.jdbc()
                .sql("SELECT id, email, name, role, salt, anchor FROM person ORDER BY seq")
                .query((row, _) -> anchored(row))
                .list();
    }

    List<Anchors.Row> anchored(Set<PersonId> ids) {
        return database.jdbc()
                .sql(
                        """
                        SELECT id, email, name, role, salt, anchor FROM person
                        WHERE id = ANY (?)
                        """)
                .param(ids.stream().map(PersonId::value).toArray(String[]::new))
                .query((row, _) -> anchored(row))
                .list();
    }

    private static Anchors.Row anchored(ResultSet row) throws SQLException {
        return new Anchors.Row(
                row.getString("id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("role"),
                row.getBytes("salt"),
                row.getObject("anchor", Long.class));
    }

    void assign(PersonId id, Assignment assignment) {
        Jurisdiction country = assignment.jurisdiction();
        database.jdbc()
                .sql("UPDATE person SET jurisdiction = ? WHERE id = ?")
                .param(country == null ? null : country.code())
                .param(id.value())
                .update();
        database.jdbc().sql("DELETE FROM team_member WHERE person = ?").param(id.value()).update();
        insertTeams(id, assignment.teams());
    }

    void setActive(PersonId id, boolean active) {
        database.jdbc()
                .sql("UPDATE person SET active = ? WHERE id = ?")
                .params(active, id.value())
                .update();
    }

    Page<Person> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(SELECT + "WHERE p.seq < ? ORDER BY p.seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::person).toList(), page.next());
    }

    Optional<Person> find(PersonId id) {
        return database.jdbc()
                .sql(SELECT + "WHERE p.id = ?")
                .param(id.value())
                .query((row, _) -> row(row).person())
                .optional();
    }

    List<Person> find(Set<PersonId> ids) {
        String[] wanted = ids.stream().map(PersonId::value).toArray(String[]::new);
        return database.jdbc()
                .sql(SELECT + "WHERE p.id = ANY (?)")
                .param(wanted)
                .query((row, _) -> row(row).person())
                .list();
    }

    /// What policies go by of everybody, who has left too.
    List<Register.Member> members() {
        return database.jdbc()
                .sql(
                        """
                        SELECT p.id, p.jurisdiction,
                               array_agg(m.team) FILTER (WHERE m.team IS NOT NULL) AS teams
                        FROM person p LEFT JOIN team_member m ON m.person = p.id
                        GROUP BY p.id, p.jurisdiction
                        """)
                .query((row, _) -> member(row))
                .list();
    }

    private static Register.Member member(ResultSet row) throws SQLException {
        String country = row.getString("jurisdiction");
        Array teams = row.getArray("teams");
        return new Register.Member(
                new PersonId(row.getString("id")),
                teams == null ? Set.of() : Set.of((String[]) teams.getArray()),
                country == null ? null : new Jurisdiction(country),
                Standing.NOTHING_REQUIRED);
    }

    Optional<Person> findByEmail(String email) {
        return database.jdbc()
                .sql(SELECT + "WHERE lower(p.email) = lower(?)")
                .param(email)
                .query((row, _) -> row(row).person())
                .optional();
    }

    List<Team> teams() {
        return database.jdbc()
                .sql(
                        """
                        SELECT t.name, count(p.id) FILTER (WHERE p.active) AS people
                        FROM team t
                        LEFT JOIN team_member m ON m.team = t.name
                        LEFT JOIN person p ON p.id = m.person
                        GROUP BY t.name ORDER BY t.name
                        """)
                .query((row, _) -> new Team(row.getString("name"), row.getLong("people")))
                .list();
    }

    private static Row row(ResultSet row) throws SQLException {
        String country = row.getString("jurisdiction");
        Person person =
                new Person(
                        new PersonId(row.getString("id")),
                        row.getString("email"),
                        row.getString("name"),
                        Role.parse(row.getString("role")),
                        Arrays.asList((String[]) row.getArray("teams").getArray()),
                        country == null ? null : new Jurisdiction(country),
                        row.getBoolean("active"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant());
        return new Row(row.getLong("seq"), person);
    }
}
