// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.policy.AccessGrant;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// The tables `access_request`, `access_approval` and `access_grant`.
final class AccessStore {
    private static final String REQUESTS =
            """
            SELECT r.seq, r.id, r.person, r.tool, r.plan, r.kind, r.classes, r.reason, r.ends_at, r.digest,
                   r.requester, r.requested_at, r.ended_as, r.ended_by, r.ended_at,
                   (SELECT array_agg(a.who ORDER BY a.at)
                    FROM access_approval a WHERE a.request = r.id) AS approvers,
                   (SELECT array_agg(extract(epoch FROM a.at) ORDER BY a.at)
                    FROM access_approval a WHERE a.request = r.id) AS approved
            FROM access_request r
            """;

    private static final String GRANTS =
            """
            SELECT g.seq, g.id, g.request, g.person, g.tool, g.plan, g.kind, g.classes, g.starts_at,
                   g.ends_at, g.entry, g.seat_needed, g.seat_proof, g.seat_by, g.seat_at,
                   g.revoked_at, g.revoked_by, g.revoked_reason, l.listed, l.listed_as_of
            FROM access_grant g
            LEFT JOIN LATERAL (
                SELECT s.source AS listed, r.as_of AS listed_as_of
                FROM seat s
                JOIN seat_source o ON o.source = s.source
                JOIN seat_reading r ON r.number = o.newest
                WHERE s.person = g.person AND s.tool = g.tool AND s.kind = g.kind
                  AND s.until IS NULL AND s.live AND (s.plan IS NULL OR s.plan = g.plan)
                ORDER BY r.as_of DESC LIMIT 1
            ) l ON g.seat_needed
            """;

    private final Database database;

    AccessStore(Database database) {
        this.database = database;
    }

    private record RequestRow(long seq, AccessRequest request) {}

    private record GrantRow(long seq, Grant grant) {}

    void insert(AccessRequest wanted) {
        Wish wish = wanted.wish();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO access_request
                            (id, person, tool, plan, kind, classes, reason, ends_at, digest,
                             requester, requested_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(wanted.id())
                .param(wish.person().value())
                .param(wish.tool().value())
                .param(wish.plan().value())
                .param(wish.kind().written())
                .param(array(wish.classes()))
                .param(wish.reason())
                .param(Database.timestamp(wish.until()))
                .param(wanted.digest().toString())
                .param(wanted.requester().value())
                .param(Database.timestamp(wanted.requestedAt()))
                .update();
    }

    void approve(String request, PersonId who, Instant at) {
        database.jdbc()
                .sql("INSERT INTO access_approval (request, who, at) VALUES (?, ?, ?)")
                .params(request, who.value(), Database.timestamp(at))
                .update();
    }

    void end(String request, AccessRequest.Ending ending) {
        database.jdbc()
                .sql(
                        """
                        UPDATE access_request SET ended_as = ?, ended_by = ?, ended_at = ?
                        WHERE id = ?
                        """)
                .params(
                        ending.as().written(),
                        ending.who().value(),
                        Database.timestamp(ending.at()),
                        request)
                .update();
    }

    void insert(Grant grant) {
        AccessGrant access = grant.access();
        database.jdbc()
                .sql(
                        """
                        INSERT INTO access_grant
                            (id, request, person, tool, plan, kind, classes, starts_at, ends_at,
                             entry, seat_needed)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(access.id())
                .param(grant.request())
                .param(grant.person().value())
                .param(access.tool().value())
                .param(access.plan().value())
                .param(grant.kind().written())
                .param(array(access.classes()))
                .param(Database.timestamp(access.from()))
                .param(Database.timestamp(access.until()))
                .param(grant.entry())
                .param(grant.seat().needed())
                .update();
    }

    void prove(String grant, Grant.Proof proof) {
        database.jdbc()
                .sql(
                        """
                        UPDATE access_grant SET seat_proof = ?, seat_by = ?, seat_at = ?
                        WHERE id = ?
                        """)
                .params(proof.text(), proof.by().value(), Database.timestamp(proof.at()), grant)
                .update();
    }

    void revoke(String grant, Grant.Revocation revocation) {
        database.jdbc()
                .sql(
                        """
                        UPDATE access_grant SET revoked_reason = ?, revoked_by = ?, revoked_at = ?
                        WHERE id = ?
                        """)
                .params(
                        revocation.reason(),
                        revocation.by().value(),
                        Database.timestamp(revocation.at()),
                        grant)
                .update();
    }

    /// A request, held until the transaction ends. It is read after it is held: a statement that
    /// waits for a row sees the approvals from before it waited.
    Optional<AccessRequest> holdRequest(String id) {
        database.jdbc()
                .sql("SELECT id FROM access_request WHERE id = ? FOR UPDATE")
                .param(id)
                .query(String.class)
                .optional();
        return request(id);
    }

    Optional<AccessRequest> request(String id) {
        return database.jdbc()
                .sql(REQUESTS + "WHERE r.id = ?")
                .param(id)
                .query((row, _) -> request(row).request())
                .optional();
    }

    /// A grant, held until the transaction ends.
    Optional<Grant> holdGrant(String id) {
        return database.jdbc()
                .sql(GRANTS + "WHERE g.id = ? FOR UPDATE OF g")
                .param(id)
                .query((row, _) -> grant(row).grant())
                .optional();
    }

    /// Requests for a person; everybody's when it is null.
    Page<AccessRequest> requests(@Nullable PersonId person, long before, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(before));
        if (person != null) {
            parameters.add(person.value());
            parameters.add(person.value());
        }
        parameters.add(limit + 1);
        List<RequestRow> rows =
                database.jdbc()
                        .sql(
                                REQUESTS
                                        + "WHERE r.seq < ? "
                                        + (person == null
                                                ? ""
                                                : "AND (r.person = ? OR r.requester = ?) ")
                                        + "ORDER BY r.seq DESC LIMIT ?")
                        .params(parameters)
                        .query((row, _) -> request(row))
                        .list();
        Page<RequestRow> page = Page.of(rows, limit, RequestRow::seq);
        return new Page<>(page.items().stream().map(RequestRow::request).toList(), page.next());
    }

    /// Those that nobody has decided, the oldest first.
    List<AccessRequest> undecided(int limit) {
        return database.jdbc()
                .sql(REQUESTS + "WHERE r.ended_as IS NULL ORDER BY r.seq LIMIT ?")
                .param(limit)
                .query((row, _) -> request(row).request())
                .list();
    }

    List<AccessRequest> endedSince(Instant since) {
        return database.jdbc()
                .sql(REQUESTS + "WHERE r.ended_at >= ? ORDER BY r.seq")
                .param(Database.timestamp(since))
                .query((row, _) -> request(row).request())
                .list();
    }

    /// Grants of a person; everybody's when it is null.
    Page<Grant> grants(@Nullable PersonId person, long before, int limit) {
        List<Object> parameters = new ArrayList<>(List.of(before));
        if (person != null) {
            parameters.add(person.value());
        }
        parameters.add(limit + 1);
        List<GrantRow> rows =
                database.jdbc()
                        .sql(
                                GRANTS
                                        + "WHERE g.seq < ? "
                                        + (person == null ? "" : "AND g.person = ? ")
                                        + "ORDER BY g.seq DESC LIMIT ?")
                        .params(parameters)
                        .query((row, _) -> grant(row))
                        .list();
        Page<GrantRow> page = Page.of(rows, limit, GrantRow::seq);
        return new Page<>(page.items().stream().map(GrantRow::grant).toList(), page.next());
    }

    /// All of some people, the newest first.
    List<Grant> grants(Set<PersonId> people) {
        return database.jdbc()
                .sql(GRANTS + "WHERE g.person = ANY (?) ORDER BY g.seq DESC")
                .param(people.stream().map(PersonId::value).toArray(String[]::new))
                .query((row, _) -> grant(row).grant())
                .list();
    }

    /// Those whose account at the vendor somebody still has to see to, the oldest first.
    List<Grant> seatsToGive(Instant now, int limit) {
        return database.jdbc()
                .sql(
                        GRANTS
                                + """
                                WHERE g.seq IN (
                                    SELECT o.seq FROM access_grant o
                                    WHERE o.seat_needed AND o.seat_at IS NULL
                                      AND o.revoked_at IS NULL AND o.ends_at > ?
                                      AND NOT EXISTS (
                                          SELECT 1 FROM seat n
                                          WHERE n.person = o.person AND n.tool = o.tool
                                            AND n.kind = o.kind AND n.until IS NULL AND n.live
                                            AND (n.plan IS NULL OR n.plan = o.plan))
                                    ORDER BY o.seq LIMIT ?)
                                ORDER BY g.seq
                                """)
                .params(Database.timestamp(now), limit)
                .query((row, _) -> grant(row).grant())
                .list();
    }

    /// Those that hold now and end before a moment, the first to end first.
    List<Grant> ending(Instant now, Instant before) {
        return database.jdbc()
                .sql(
                        GRANTS
                                + """
                                WHERE revoked_at IS NULL AND ends_at > ? AND ends_at <= ?
                                ORDER BY ends_at LIMIT 10000
                                """)
                .params(Database.timestamp(now), Database.timestamp(before))
                .query((row, _) -> grant(row).grant())
                .list();
    }

    /// Active people who hold nothing at a moment.
    Set<PersonId> without(Instant at) {
        return database.jdbc()
                .sql(
                        """
                        SELECT id FROM person p
                        WHERE active AND NOT EXISTS (
                            SELECT 1 FROM access_grant g
                            WHERE g.person = p.id AND g.revoked_at IS NULL
                              AND g.starts_at <= ? AND g.ends_at > ?)
                        """)
                .params(Database.timestamp(at), Database.timestamp(at))
                .query((row, _) -> new PersonId(row.getString("id")))
                .set();
    }

    /// How many people hold what at a moment, by tool and plan.
    Map<AccessMatrix.Way, Long> held(Instant at) {
        Map<AccessMatrix.Way, Long> held = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT g.tool, g.plan, count(*) AS people
                        FROM (SELECT DISTINCT tool, plan, person FROM access_grant
                              WHERE revoked_at IS NULL AND starts_at <= ? AND ends_at > ?) g
                        WHERE NOT EXISTS (
                            SELECT 1 FROM person p WHERE p.id = g.person AND NOT p.active)
                        GROUP BY g.tool, g.plan
                        """)
                .params(Database.timestamp(at), Database.timestamp(at))
                .query(row -> {
                    held.put(
                            new AccessMatrix.Way(
                                    new ToolId(row.getString("tool")),
                                    new PlanId(row.getString("plan"))),
                            row.getLong("people"));
                });
        return held;
    }

    private static RequestRow request(ResultSet row) throws SQLException {
        Wish wish =
                new Wish(
                        new PersonId(row.getString("person")),
                        new ToolId(row.getString("tool")),
                        new PlanId(row.getString("plan")),
                        AccessKind.parse(row.getString("kind")),
                        classes(row),
                        row.getString("reason"),
                        instant(row, "ends_at"));
        String ended = row.getString("ended_as");
        AccessRequest request =
                new AccessRequest(
                        row.getString("id"),
                        wish,
                        Digest.parse(row.getString("digest")),
                        new PersonId(row.getString("requester")),
                        instant(row, "requested_at"),
                        approvals(row),
                        ended == null
                                ? null
                                : new AccessRequest.Ending(
                                        AccessRequest.Outcome.parse(ended),
                                        new PersonId(row.getString("ended_by")),
                                        instant(row, "ended_at")));
        return new RequestRow(row.getLong("seq"), request);
    }

    private static List<AccessRequest.Approval> approvals(ResultSet row) throws SQLException {
        Array people = row.getArray("approvers");
        if (people == null) {
            return List.of();
        }
        String[] who = (String[]) people.getArray();
        Number[] at = (Number[]) row.getArray("approved").getArray();
        return IntStream.range(0, who.length)
                .mapToObj(i ->
                        new AccessRequest.Approval(
                                new PersonId(who[i]),
                                Instant.ofEpochMilli(Math.round(at[i].doubleValue() * 1_000))))
                .toList();
    }

    private static GrantRow grant(ResultSet row) throws SQLException {
        OffsetDateTime seated = row.getObject("seat_at", OffsetDateTime.class);
        OffsetDateTime revoked = row.getObject("revoked_at", OffsetDateTime.class);
        Grant grant =
                new Grant(
                        new AccessGrant(
                                row.getString("id"),
                                new ToolId(row.getString("tool")),
                                new PlanId(row.getString("plan")),
                                classes(row),
                                instant(row, "starts_at"),
                                instant(row, "ends_at")),
                        new PersonId(row.getString("person")),
                        AccessKind.parse(row.getString("kind")),
                        row.getString("request"),
                        row.getLong("entry"),
                        new Grant.Seat(
                                row.getBoolean("seat_needed"),
                                seated == null
                                        ? null
                                        : new Grant.Proof(
                                                row.getString("seat_proof"),
                                                new PersonId(row.getString("seat_by")),
                                                seated.toInstant()),
                                listed(row)),
                        revoked == null
                                ? null
                                : new Grant.Revocation(
                                        row.getString("revoked_reason"),
                                        new PersonId(row.getString("revoked_by")),
                                        revoked.toInstant()));
        return new GrantRow(row.getLong("seq"), grant);
    }

    private static Grant.@Nullable Listed listed(ResultSet row) throws SQLException {
        String source = row.getString("listed");
        return source == null ? null : new Grant.Listed(source, instant(row, "listed_as_of"));
    }

    private static Set<String> classes(ResultSet row) throws SQLException {
        return Set.copyOf(Arrays.asList((String[]) row.getArray("classes").getArray()));
    }

    private static String[] array(Set<String> texts) {
        return new TreeSet<>(texts).toArray(String[]::new);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
