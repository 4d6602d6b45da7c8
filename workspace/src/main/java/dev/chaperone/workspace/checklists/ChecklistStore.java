// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Whom;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The table `checklist_attestation`.
final class ChecklistStore {
    private static final int ROWS = 10_000;
    private static final String SELECT =
            """
            SELECT id, person, tool, plan, item, digest, policy, at, evidence, method,
                   authentication, entry
            FROM checklist_attestation
            """;

    private final Database database;

    ChecklistStore(Database database) {
        this.database = database;
    }

    void insert(Attestation made) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO checklist_attestation
                            (id, person, tool, plan, item, digest, policy, at, evidence, method,
                             authentication, entry)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(made.id())
                .param(made.person().value())
                .param(made.tool().value())
                .param(made.plan().value())
                .param(made.item())
                .param(made.digest().toString())
                .param(made.policy().toString())
                .param(Database.timestamp(made.at()))
                .param(made.evidence())
                .param(made.method())
                .param(made.authentication())
                .param(made.entry())
                .update();
    }

    /// All of a person, the newest first.
    List<Attestation> of(PersonId person) {
        return database.jdbc()
                .sql(SELECT + "WHERE person = ? ORDER BY seq DESC")
                .param(person.value())
                .query((row, _) -> row(row))
                .list();
    }

    /// The number of the last one; 0 when there is none.
    long newest() {
        return database.jdbc()
                .sql("SELECT coalesce(max(seq), 0) FROM checklist_attestation")
                .query(Long.class)
                .single();
    }

    /// Of whom there are some after a number.
    Set<PersonId> peopleSince(long number) {
        return Set.copyOf(
                database.jdbc()
                        .sql("SELECT DISTINCT person FROM checklist_attestation WHERE seq > ?")
                        .param(number)
                        .query((row, _) -> new PersonId(row.getString("person")))
                        .list());
    }

    /// Which of some items people have done: a text with a `1` or a `0` for each item. Who has done
    /// none of them is not there.
    Map<PersonId, String> marks(List<Digest> items, Whom whom) {
        Map<PersonId, String> marks = new HashMap<>();
        if (items.isEmpty()) {
            return marks;
        }
        String[] masks = new String[items.size()];
        for (int i = 0; i < masks.length; i++) {
            masks[i] = "0".repeat(i) + "1" + "0".repeat(masks.length - i - 1);
        }
        database.jdbc()
                .sql(
                        """
                        WITH asked AS MATERIALIZED (
                            SELECT digest, mask::bit(%d) AS mask
                            FROM unnest(?::text[], ?::text[]) AS w (digest, mask))
                        SELECT a.person, bit_or(w.mask)::text AS marks
                        FROM asked w JOIN checklist_attestation a ON a.digest = w.digest
                        WHERE %s
                        GROUP BY a.person
                        """
                                .formatted(masks.length, whom.sql("a.person")))
                .param(texts(items))
                .param(masks)
                .params(whom.parameters())
                .withFetchSize(ROWS)
                .query(row -> {
                    marks.put(new PersonId(row.getString("person")), row.getString("marks"));
                });
        return marks;
    }

    /// When people did some items last, for each item; the epoch where they never did. Whole
    /// milliseconds come as numbers because reading very many times otherwise takes long.
    Map<PersonId, List<Instant>> times(List<Digest> items, Whom whom) {
        Map<PersonId, List<Instant>> times = new HashMap<>();
        if (items.isEmpty()) {
            return times;
        }
        database.jdbc()
                .sql(
                        """
                        SELECT a.person, w.number,
                               (extract(epoch FROM max(a.at)) * 1000)::bigint AS done
                        FROM unnest(?::text[]) WITH ORDINALITY AS w (digest, number)
                        JOIN checklist_attestation a ON a.digest = w.digest
                        WHERE %s
                        GROUP BY a.person, w.number
                        """
                                .formatted(whom.sql("a.person")))
                .param(texts(items))
                .params(whom.parameters())
                .withFetchSize(ROWS)
                .query(row -> {
                    times.computeIfAbsent(
                                    new PersonId(row.getString("person")),
                                    _ ->
                                            new ArrayList<>(
                                                    Collections.nCopies(
                                                            items.size(), Instant.EPOCH)))
                            .set(
                                    row.getInt("number") - 1,
                                    Instant.ofEpochMilli(row.getLong("done")));
                });
        return times;
    }

    private static String[] texts(List<Digest> digests) {
        return digests.stream().map(Digest::toString).toArray(String[]::new);
    }

    private static Attestation row(ResultSet row) throws SQLException {
        return new Attestation(
                row.getString("id"),
                new PersonId(row.getString("person")),
                new ToolId(row.getString("tool")),
                new PlanId(row.getString("plan")),
                row.getString("item"),
                Digest.parse(row.getString("digest")),
                Digest.parse(row.getString("policy")),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                row.getString("evidence"),
                row.getString("method"),
                row.getString("authentication"),
                row.getLong("entry"));
    }
}
