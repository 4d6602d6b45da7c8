// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.policy.AccessGrant;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What people were granted, as the gateway's register holds it: with its dates, and without what
/// was revoked.
final class Granted {
    private static final int ROWS = 10_000;

    private final Database database;

    Granted(Database database) {
        this.database = database;
    }

    /// Who is not there was granted nothing.
    Map<PersonId, List<AccessGrant>> to(Whom whom) {
        Map<PersonId, List<AccessGrant>> granted = new HashMap<>();
        database.jdbc()
                .sql(
                        """
                        SELECT id, person, tool, plan, classes, starts_at, ends_at
                        FROM access_grant WHERE revoked_at IS NULL AND %s ORDER BY seq
                        """
                                .formatted(whom.sql("person")))
                .params(whom.parameters())
                .withFetchSize(ROWS)
                .query(row -> {
                    granted.computeIfAbsent(
                                    new PersonId(row.getString("person")), _ -> new ArrayList<>())
                            .add(
                                    new AccessGrant(
                                            row.getString("id"),
                                            new ToolId(row.getString("tool")),
                                            new PlanId(row.getString("plan")),
                                            Set.copyOf(
                                                    Arrays.asList(
                                                            (String[])
                                                                    row.getArray("classes")
                                                                            .getArray())),
                                            row.getObject("starts_at", OffsetDateTime.class)
                                                    .toInstant(),
                                            row.getObject("ends_at", OffsetDateTime.class)
                                                    .toInstant()));
                });
        return granted;
    }
}
