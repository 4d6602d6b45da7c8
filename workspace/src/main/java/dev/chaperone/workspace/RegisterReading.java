// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.policy.ChecklistStanding;
import dev.chaperone.policy.Exemption;
import dev.chaperone.policy.Exemptions;
import dev.chaperone.policy.Gate;
import dev.chaperone.policy.Glob;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Programme;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Standing;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// Reads what the register knows, of everybody or of some people: the same for both.
final class RegisterReading {
    private static final int ROWS = 10_000;
    private static final String MEMBERS =
            """
            SELECT p.id, p.email, p.jurisdiction,
                   coalesce((SELECT array_agg(m.team)
                             FROM team_member m WHERE m.person = p.id), '{}') AS teams
            FROM person p WHERE p.active AND
            """;
    private static final String CREDENTIALS =
            """
            SELECT t.id, t.person, t.secret, t.expires_at
            FROM (
                SELECT id, person, secret, expires_at FROM token
                WHERE kind = 'gateway' AND revoked_at IS NULL
                UNION ALL
                SELECT id, person, access, access_ends FROM tool_sign_in
                WHERE access IS NOT NULL AND ended_at IS NULL
                UNION ALL
                SELECT id, person, access_before, access_before_ends FROM tool_sign_in
                WHERE access_before IS NOT NULL AND ended_at IS NULL
            ) t
            WHERE
            """;
    private static final String EXEMPTIONS =
            """
            SELECT id, rule, person, team, tool, plan, repository, starts_at, ends_at
            FROM rule_exception
            WHERE approved_at IS NOT NULL AND ended_at IS NULL
            ORDER BY seq
            """;

    private final Database database;
    private final InForce inForce;
    private final Signatures signatures;

    RegisterReading(Database database, InForce inForce) {
        this.database = database;
        this.inForce = inForce;
        this.signatures = new Signatures(database);
    }

    /// Those who are active, with their credentials and how they stand with what the policy in
    /// force requires.
    List<Register.Known> people(Whom whom) {
        Requirements required = requirements(inForce.policy(), whom);
        Map<PersonId, Draft> drafts = new HashMap<>();
        database.jdbc()
                .sql(MEMBERS + whom.sql("p.id"))
                .params(whom.parameters())
                .withFetchSize(ROWS)
                .query(row -> {
                    Register.Member member = member(row, required);
                    Digest address = Register.address(row.getString("email"));
                    drafts.put(member.person(), new Draft(member, address, new HashMap<>()));
                });
        database.jdbc()
                .sql(CREDENTIALS + whom.sql("t.person"))
                .params(whom.parameters())
                .withFetchSize(ROWS)
                .query(row -> {
                    Draft owner = drafts.get(new PersonId(row.getString("person")));
                    if (owner != null) {
                        owner.credentials.put(
                                new Digest(row.getString("secret")), credential(row, owner.member));
                    }
                });
        List<Register.Known> known = new ArrayList<>(drafts.size());
        drafts.values()
                .forEach(each ->
                        known.add(new Register.Known(each.member, each.address, each.credentials)));
        return known;
    }

    private record Draft(
            Register.Member member, Digest address, Map<Digest, Register.Credential> credentials) {}

    /// The active administrators. Nothing is required of them.
    List<Register.Member> administrators() {
        return database.jdbc()
                .sql(MEMBERS + "p.role = 'administrator'")
                .query((row, _) -> member(row, Requirements.NONE))
                .list();
    }

    /// Those that were approved and not ended, with their dates: which hold is a matter of the time
    /// of each request.
    Exemptions exemptions() {
        return new Exemptions(
                database.jdbc().sql(EXEMPTIONS).query((row, _) -> exemption(row)).list());
    }

    private static Exemption exemption(ResultSet row) throws SQLException {
        return new Exemption(
                row.getString("id"),
                row.getString("rule"),
                optional(row, "person", PersonId::new),
                row.getString("team"),
                optional(row, "tool", ToolId::new),
                optional(row, "plan", PlanId::new),
                optional(row, "repository", Glob::new),
                row.getObject("starts_at", OffsetDateTime.class).toInstant(),
                row.getObject("ends_at", OffsetDateTime.class).toInstant());
    }

    private static <T> @Nullable T optional(ResultSet row, String column, Function<String, T> made)
            throws SQLException {
        String value = row.getString(column);
        return value == null ? null : made.apply(value);
    }

    /// What the policy requires of people, and how they stand with it.
    ///
    /// @param checklists null when the policy requires none
    private record Requirements(
            Map<PersonId, Instant> signatures,
            Map<PersonId, Instant> trained,
            @Nullable Map<PersonId, ChecklistStanding> checklists) {
        static final Requirements NONE = new Requirements(Map.of(), Map.of(), null);

        Standing of(PersonId person) {
            return new Standing(
                    signatures.get(person),
                    trained.get(person),
                    checklists == null
                            ? null
                            : checklists.getOrDefault(person, ChecklistStanding.NOTHING_DONE));
        }
    }

    private Requirements requirements(PolicySnapshot policy, Whom whom) {
        Programme programme = policy.programme();
        return new Requirements(
                signatures.due(policy, whom),
                programme.training() == Gate.Strictness.OFF
                        ? Map.of()
                        : inForce.trained(Set.copyOf(programme.courses()), whom.people()),
                programme.checklist() == Gate.Strictness.OFF
                        ? null
                        : inForce.checklists(policy, whom.people()));
    }

    private static Register.Member member(ResultSet row, Requirements required)
            throws SQLException {
        String country = row.getString("jurisdiction");
        PersonId id = new PersonId(row.getString("id"));
        return new Register.Member(
                id,
                Set.of((String[]) row.getArray("teams").getArray()),
                country == null ? null : new Jurisdiction(country),
                required.of(id));
    }

    private static Register.Credential credential(ResultSet row, Register.Member owner)
            throws SQLException {
        OffsetDateTime expires = row.getObject("expires_at", OffsetDateTime.class);
        return new Register.Credential(
                row.getString("id"), owner, expires == null ? null : expires.toInstant());
    }
}
