// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.policy.AccessGrant;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// Changes who may call the gateway. People, tokens and sign-ins make such changes through here:
/// recorded, then stored, then in force at the gateway, and only then the call returns.
///
/// The number of a register is one more than the index of the entry that records its last change:
/// it grows with every change, and an auditor finds the change behind a number.
public final class Registrar {
    private static final String MEMBERS =
            """
            SELECT p.id, p.email, p.jurisdiction,
                   coalesce((SELECT array_agg(m.team)
                             FROM team_member m WHERE m.person = p.id), '{}') AS teams
            FROM person p WHERE p.active
            """;

    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Signatures signatures;
    private final Granted granted;

    public Registrar(Database database, Journal journal, InForce inForce) {
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.signatures = new Signatures(database);
        this.granted = new Granted(database);
    }

    /// What the ledger says about a change.
    public record Change(Actor by, String action, String subject, Map<String, String> details) {}

    /// Makes one change after the other.
    ///
    /// @param work changes the tables of its domain and tells what to record; null when there is
    ///   nothing to change, and then nothing is recorded
    public void change(Supplier<@Nullable Change> work) {
        database.inTransaction(() -> {
            lock();
            Change change = work.get();
            if (change != null) {
                long entry =
                        journal.record(
                                change.by(), change.action(), change.subject(), change.details());
                database.jdbc().sql("UPDATE register SET number = ?").param(entry + 1).update();
            }
            return true;
        });
        // Also when nothing changed: an earlier call may have failed between storing and this.
        publish();
    }

    /// Counts an entry of the ledger that changes what is known of people: what the policy requires
    /// of them, for example. Inside the transaction that records it; [#publish()] follows after.
    public void note(long entry) {
        lock();
        database.jdbc().sql("UPDATE register SET number = ?").param(entry + 1).update();
    }

    /// The active administrators, as policies go by them.
    public List<Register.Member> administrators() {
        return database.jdbc()
                .sql(MEMBERS + "AND p.role = 'administrator'")
                .query((row, _) -> member(row, Requirements.NONE))
                .list();
    }

    /// Puts what the database holds in force at the gateway.
    public void publish() {
        inForce.publish(register());
    }

    /// Held until the end of the transaction.
    private void lock() {
        database.jdbc().sql("SELECT number FROM register FOR UPDATE").query(Long.class).single();
    }

    /// Number, people and tokens of one moment.
    private Register register() {
        return database.inTransaction(() -> {
            // A shared lock: no change can come between the two reads.
            long number =
                    database.jdbc()
                            .sql("SELECT number FROM register FOR SHARE")
                            .query(Long.class)
                            .single();
            Map<PersonId, Register.Member> members = new HashMap<>();
            Map<Digest, Register.Member> people = new HashMap<>();
            Requirements required = requirements(inForce.policy());
            database.jdbc()
                    .sql(MEMBERS)
                    .query(row -> {
                        Register.Member member = member(row, required);
                        members.put(member.person(), member);
                        people.put(Register.address(row.getString("email")), member);
                    });
            Map<Digest, Register.Credential> credentials = new HashMap<>();
            database.jdbc()
                    .sql(
                            """
                            SELECT t.id, t.person, t.secret, t.expires_at
                            FROM (
                                SELECT id, person, secret, expires_at FROM token
                                WHERE kind = 'gateway' AND revoked_at IS NULL
                                UNION ALL
                                SELECT id, person, access, access_ends FROM tool_sign_in
                                WHERE access IS NOT NULL AND ended_at IS NULL
                                UNION ALL
                                SELECT id, person, access_before, access_before_ends
                                FROM tool_sign_in
                                WHERE access_before IS NOT NULL AND ended_at IS NULL
                            ) t JOIN person p ON p.id = t.person
                            WHERE p.active
                            """)
                    .query(row -> {
                        Register.Member owner = members.get(new PersonId(row.getString("person")));
                        if (owner != null) {
                            credentials.put(
                                    new Digest(row.getString("secret")), credential(row, owner));
                        }
                    });
            return new Register(number, credentials, people, exemptions(), "");
        });
    }

    /// Those that were approved and not ended, with their dates: which hold is a matter of the time
    /// of each request.
    private Exemptions exemptions() {
        return new Exemptions(
                database.jdbc()
                        .sql(
                                """
                                SELECT id, rule, person, team, tool, plan, repository, starts_at,
                                       ends_at
                                FROM rule_exception
                                WHERE approved_at IS NOT NULL AND ended_at IS NULL
                                ORDER BY seq
                                """)
                        .query((row, _) ->
                                new Exemption(
                                        row.getString("id"),
                                        row.getString("rule"),
                                        optional(row, "person", PersonId::new),
                                        row.getString("team"),
                                        optional(row, "tool", ToolId::new),
                                        optional(row, "plan", PlanId::new),
                                        optional(row, "repository", Glob::new),
                                        row.getObject("starts_at", OffsetDateTime.class)
                                                .toInstant(),
                                        row.getObject("ends_at", OffsetDateTime.class).toInstant()))
                        .list());
    }

    private static <T> @Nullable T optional(ResultSet row, String column, Function<String, T> made)
            throws SQLException {
        String value = row.getString(column);
        return value == null ? null : made.apply(value);
    }

    /// What the policy requires of people, and how they stand with it.
    ///
    /// @param checklists null when the policy requires none
    /// @param grants null when nobody has to be granted anything
    private record Requirements(
            Map<PersonId, Instant> signatures,
            Map<PersonId, Instant> trained,
            @Nullable Map<PersonId, ChecklistStanding> checklists,
            @Nullable Map<PersonId, List<AccessGrant>> grants) {
        static final Requirements NONE = new Requirements(Map.of(), Map.of(), null, null);

        Standing of(PersonId person) {
            return new Standing(
                    signatures.get(person),
                    trained.get(person),
                    checklists == null
                            ? null
                            : checklists.getOrDefault(person, ChecklistStanding.NOTHING_DONE),
                    grants == null ? null : grants.getOrDefault(person, List.of()));
        }
    }

    private Requirements requirements(PolicySnapshot policy) {
        Programme programme = policy.programme();
        return new Requirements(
                signatures.due(policy),
                programme.training() == Gate.Strictness.OFF
                        ? Map.of()
                        : inForce.trained(Set.copyOf(programme.courses())),
                programme.checklist() == Gate.Strictness.OFF ? null : inForce.checklists(policy),
                programme.access().isOn() ? granted.all() : null);
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
