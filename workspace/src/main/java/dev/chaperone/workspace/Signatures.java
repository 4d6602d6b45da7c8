// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.policy.AcknowledgmentDuty;
import dev.chaperone.policy.Gate;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who has to sign the policy and by when. The one place where that is asked of the database: the
/// gateway's register, the pages and the API show the same.
public final class Signatures {
    private final Database database;

    public Signatures(Database database) {
        this.database = database;
    }

    /// Of those who are active, from when on prompts do not pass without a signature; nobody, when
    /// the policy asks for none.
    public Map<PersonId, Instant> due(PolicySnapshot policy, Whom whom) {
        Map<PersonId, Instant> due = new HashMap<>();
        duties(policy, whom).forEach((person, duty) -> due.put(person, duty.due()));
        return due;
    }

    /// What every active person has to sign; empty when the policy asks for nothing.
    public Map<PersonId, AcknowledgmentDuty> duties(PolicySnapshot policy) {
        return duties(policy, Whom.EVERYBODY);
    }

    /// What one person has to sign; empty when the policy asks for nothing, or the person is gone.
    public Optional<AcknowledgmentDuty> duty(PolicySnapshot policy, PersonId person) {
        return Optional.ofNullable(duties(policy, new Whom(Set.of(person))).get(person));
    }

    private static boolean asks(PolicySnapshot policy) {
        return policy.programme().acknowledgment().isOn();
    }

    private Map<PersonId, AcknowledgmentDuty> duties(PolicySnapshot policy, Whom whom) {
        if (!asks(policy)) {
            return Map.of();
        }
        Gate gate = policy.programme().acknowledgment();
        ZoneId zone = policy.policy().heading().zone();
        List<AcknowledgmentDuty.Version> versions = versions();
        Map<PersonId, AcknowledgmentDuty> duties = new HashMap<>();
        database.jdbc()
                .sql(people(whom))
                .params(whom.parameters())
                .params(whom.parameters())
                .params(whom.parameters())
                .param(gate.isForEverybody())
                .param(gate.roles().toArray(String[]::new))
                .param(gate.teams().toArray(String[]::new))
                .query(row -> {
                    duties.put(
                            new PersonId(row.getString("id")),
                            AcknowledgmentDuty.of(gate, zone, versions, person(row)));
                });
        return duties;
    }

    private static String people(Whom whom) {
        return """
        SELECT p.id, p.created_at, p.role_since, a.version, a.acknowledged_at, d.reason, d.at AS demanded_at
        FROM person p
        LEFT JOIN (SELECT DISTINCT ON (person) person, version, acknowledged_at
                   FROM acknowledgment WHERE %1$s
                   ORDER BY person, seq DESC) a ON a.person = p.id
        LEFT JOIN (SELECT DISTINCT ON (person) person, reason, at
                   FROM acknowledgment_demand WHERE %1$s
                   ORDER BY person, seq DESC) d ON d.person = p.id
        WHERE p.active AND %2$s
          AND (? OR p.role = ANY (?)
               OR EXISTS (SELECT 1 FROM team_member m
                          WHERE m.person = p.id AND m.team = ANY (?)))
        """
                .formatted(whom.sql("person"), whom.sql("p.id"));
    }

    private List<AcknowledgmentDuty.Version> versions() {
        return database.jdbc()
                .sql(
                        """
                        SELECT version, published_at, material, required
                        FROM policy_version ORDER BY version
                        """)
                .query((row, _) ->
                        new AcknowledgmentDuty.Version(
                                row.getInt("version"),
                                instant(row, "published_at"),
                                row.getBoolean("material"),
                                row.getBoolean("required")))
                .list();
    }

    private static AcknowledgmentDuty.Person person(ResultSet row) throws SQLException {
        Instant signed = optional(row, "acknowledged_at");
        return new AcknowledgmentDuty.Person(
                instant(row, "created_at"),
                signed == null
                        ? null
                        : new AcknowledgmentDuty.Signed(row.getInt("version"), signed),
                demand(row));
    }

    /// What was asked for last beyond the usual: by somebody, or by a change of role.
    private static AcknowledgmentDuty.@Nullable Demand demand(ResultSet row) throws SQLException {
        Instant demanded = optional(row, "demanded_at");
        Instant changed = optional(row, "role_since");
        if (changed != null && (demanded == null || changed.isAfter(demanded))) {
            return new AcknowledgmentDuty.Demand(AcknowledgmentDuty.Reason.ROLE_CHANGE, changed);
        }
        return demanded == null
                ? null
                : new AcknowledgmentDuty.Demand(reason(row.getString("reason")), demanded);
    }

    /// Reads the written form.
    public static AcknowledgmentDuty.Reason reason(String written) {
        for (AcknowledgmentDuty.Reason reason : AcknowledgmentDuty.Reason.values()) {
            if (reason.written().equals(written)) {
                return reason;
            }
        }
        throw RejectedException.invalid("There is no reason '" + written + "'.");
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static @Nullable Instant optional(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
