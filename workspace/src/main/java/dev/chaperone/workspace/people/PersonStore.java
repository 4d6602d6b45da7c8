// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.policy.Register;
import dev.chaperone.policy.Standing;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.dao.DuplicateKeyException;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The tables `person`, `person_standing`, `team` and `team_member`.
final class PersonStore {
    private static final String SELECT =
            """
            SELECT p.seq, p.id, p.email, p.name, p.role, p.jurisdiction, p.active, p.created_at,
                   p.employment, p.department, p.job_title, p.manager, p.starts_on, p.last_day,
                   p.role_since,
                   coalesce((SELECT array_agg(m.team ORDER BY m.team)
                             FROM team_member m WHERE m.person = p.id), '{}') AS teams
            FROM person p
            """;

    private static final String NAMED =
            "WHERE (:part = '%%' OR p.name ILIKE :part OR p.email ILIKE :part) ";

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

    /// Gives a person another address and name; false when the address is taken.
    ///
    /// @param salt of the new commitment to who the person is
    /// @param now from when on another address is theirs
    boolean identify(PersonId id, String email, String name, byte[] salt, Instant now) {
        try {
            database.jdbc()
                    .sql(
                            """
                            UPDATE person
                            SET email_since = CASE WHEN email = ? THEN email_since ELSE ? END,
                                email = ?, name = ?, salt = ?
                            WHERE id = ?
                            """)
                    .params(email, Database.timestamp(now), email, name, salt, id.value())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    void setRole(PersonId id, Role role, Instant now) {
        database.jdbc()
                .sql("UPDATE person SET role = ?, role_since = ? WHERE id = ?")
                .params(role.written(), Database.timestamp(now), id.value())
                .update();
    }

    void employ(PersonId id, Employment employment) {
        Employment.Kind kind = employment.kind();
        PersonId manager = employment.manager();
        database.jdbc()
                .sql(
                        """
                        UPDATE person
                        SET employment = ?, department = ?, job_title = ?, manager = ?,
                            starts_on = ?, last_day = ?
                        WHERE id = ?
                        """)
                .param(kind == null ? null : kind.written())
                .param(employment.department())
                .param(employment.title())
                .param(manager == null ? null : manager.value())
                .param(employment.starts())
                .param(employment.lastDay())
                .param(id.value())
                .update();
    }

    /// Keeps what policies go by of a person from now on.
    void keepStanding(PersonId id, Instant now) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO person_standing
                            (person, since, role, teams, jurisdiction, active)
                        SELECT p.id, ?, p.role,
                               coalesce((SELECT array_agg(m.team ORDER BY m.team)
                                         FROM team_member m WHERE m.person = p.id), '{}'),
                               p.jurisdiction, p.active
                        FROM person p WHERE p.id = ?
                        """)
                .params(Database.timestamp(now), id.value())
                .update();
    }

    /// What policies went by of a person at a moment; empty before the person was known.
    Optional<Past> standing(PersonId id, Instant at) {
        return database.jdbc()
                .sql(
                        """
                        SELECT since, role, teams, jurisdiction, active FROM person_standing
                        WHERE person = ? AND since <= ? ORDER BY seq DESC LIMIT 1
                        """)
                .params(id.value(), Database.timestamp(at))
                .query((row, _) ->
                        new Past(
                                row.getObject("since", OffsetDateTime.class).toInstant(),
                                Role.parse(row.getString("role")),
                                new Assignment(
                                        Arrays.asList((String[]) row.getArray("teams").getArray()),
                                        jurisdiction(row)),
                                row.getBoolean("active")))
                .optional();
    }

    /// Ends an access or begins it anew, and then takes the address back; false when it is somebody
    /// else's by now.
    boolean setActive(PersonId id, boolean active) {
        try {
            database.jdbc()
                    .sql(
                            """
                            UPDATE person
                            SET active = :active,
                                freed_at = CASE WHEN :active THEN NULL ELSE freed_at END
                            WHERE id = :id
                            """)
                    .param("active", active)
                    .param("id", id.value())
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// Lets somebody else have the address; false when that was so before.
    boolean free(PersonId id, Instant now) {
        return database.jdbc()
                        .sql("UPDATE person SET freed_at = ? WHERE id = ? AND freed_at IS NULL")
                        .params(Database.timestamp(now), id.value())
                        .update()
                == 1;
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

    List<Person> addressed() {
        return database.jdbc()
                .sql(SELECT + "WHERE p.freed_at IS NULL ORDER BY p.seq")
                .query((row, _) -> row(row).person())
                .list();
    }

    /// People whose name or address holds some letters, by name.
    List<Person> named(String part, long skip, int limit) {
        return database.jdbc()
                .sql(SELECT + NAMED + "ORDER BY lower(p.name), p.seq OFFSET :skip LIMIT :limit")
                .param("part", pattern(part))
                .param("skip", skip)
                .param("limit", limit)
                .query((row, _) -> row(row).person())
                .list();
    }

    People.Count count(String part) {
        return database.jdbc()
                .sql(
                        "SELECT count(*) AS everybody, count(*) FILTER (WHERE p.active) AS active"
                                + " FROM person p "
                                + NAMED)
                .param("part", pattern(part))
                .query((row, _) ->
                        new People.Count(row.getLong("everybody"), row.getLong("active")))
                .single();
    }

    /// What people type has no wildcards.
    private static String pattern(String part) {
        return "%" + part.replaceAll("([\\\\%_])", "\\\\$1") + "%";
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

    /// The active ones.
    List<PersonId> with(Role... roles) {
        return database.jdbc()
                .sql("SELECT id FROM person WHERE active AND role = ANY (?) ORDER BY seq")
                .param(Arrays.stream(roles).map(Role::written).toArray(String[]::new))
                .query((row, _) -> new PersonId(row.getString("id")))
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
        Array teams = row.getArray("teams");
        return new Register.Member(
                new PersonId(row.getString("id")),
                teams == null ? Set.of() : Set.of((String[]) teams.getArray()),
                jurisdiction(row),
                Standing.NOTHING_REQUIRED);
    }

    Optional<Person> findByEmail(String email) {
        return database.jdbc()
                .sql(SELECT + "WHERE lower(p.email) = lower(?) AND p.freed_at IS NULL")
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
        OffsetDateTime roleSince = row.getObject("role_since", OffsetDateTime.class);
        Person person =
                new Person(
                        new PersonId(row.getString("id")),
                        row.getString("email"),
                        row.getString("name"),
                        Role.parse(row.getString("role")),
                        Arrays.asList((String[]) row.getArray("teams").getArray()),
                        jurisdiction(row),
                        employment(row),
                        row.getBoolean("active"),
                        row.getObject("created_at", OffsetDateTime.class).toInstant(),
                        roleSince == null ? null : roleSince.toInstant());
        return new Row(row.getLong("seq"), person);
    }

    private static @Nullable Jurisdiction jurisdiction(ResultSet row) throws SQLException {
        String country = row.getString("jurisdiction");
        return country == null ? null : new Jurisdiction(country);
    }

    private static Employment employment(ResultSet row) throws SQLException {
        String kind = row.getString("employment");
        String manager = row.getString("manager");
        return new Employment(
                kind == null ? null : Employment.Kind.parse(kind),
                row.getString("department"),
                row.getString("job_title"),
                manager == null ? null : new PersonId(manager),
                row.getObject("starts_on", LocalDate.class),
                row.getObject("last_day", LocalDate.class));
    }
}
