// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The tables `policy_proposal` and `policy_proposal_step`.
final class ProposalStore {
    private static final String SELECT =
            """
            SELECT seq, id, text, hash, note, material, author, created_at, state, base, version
            FROM policy_proposal
            """;

    private final Database database;

    ProposalStore(Database database) {
        this.database = database;
    }

    private record Row(long seq, Proposal proposal) {}

    void insert(Proposal proposal) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO policy_proposal
                            (id, text, hash, note, material, author, created_at, state)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .param(proposal.id())
                .param(proposal.text())
                .param(proposal.hash().toString())
                .param(proposal.note())
                .param(proposal.material())
                .param(proposal.author())
                .param(Database.timestamp(proposal.createdAt()))
                .param(proposal.state().written())
                .update();
    }

    void write(String id, Proposals.Draft draft, Digest hash) {
        database.jdbc()
                .sql(
                        """
                        UPDATE policy_proposal
                        SET text = ?, hash = ?, note = ?, material = ?, state = 'draft'
                        WHERE id = ?
                        """)
                .params(draft.text(), hash.toString(), draft.note(), draft.material(), id)
                .update();
    }

    void move(String id, Proposal.State state, @Nullable Digest base, @Nullable Integer version) {
        database.jdbc()
                .sql(
                        """
                        UPDATE policy_proposal
                        SET state = ?, base = coalesce(?, base), version = coalesce(?, version)
                        WHERE id = ?
                        """)
                .param(state.written())
                .param(base == null ? null : base.toString())
                .param(version)
                .param(id)
                .update();
    }

    void step(String proposal, Proposal.Step step) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO policy_proposal_step (proposal, kind, who, at, hash, note)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """)
                .param(proposal)
                .param(step.act().written())
                .param(step.who())
                .param(Database.timestamp(step.at()))
                .param(step.hash().toString())
                .param(step.note())
                .update();
    }

    Optional<Proposal> find(String id) {
        return select("WHERE id = ?", id);
    }

    /// Held until the end of the transaction: one step comes after the other.
    Optional<Proposal> hold(String id) {
        return select("WHERE id = ? FOR UPDATE", id);
    }

    private Optional<Proposal> select(String where, String id) {
        return database.jdbc()
                .sql(SELECT + where)
                .param(id)
                .query((row, _) -> row(row, steps(id)).proposal())
                .optional();
    }

    Page<Proposal> list(long before, int limit) {
        List<Row> rows =
                database.jdbc()
                        .sql(SELECT + "WHERE seq < ? ORDER BY seq DESC LIMIT ?")
                        .params(before, limit + 1)
                        .query((row, _) -> row(row, steps(row.getString("id"))))
                        .list();
        Page<Row> page = Page.of(rows, limit, Row::seq);
        return new Page<>(page.items().stream().map(Row::proposal).toList(), page.next());
    }

    private List<Proposal.Step> steps(String proposal) {
        return database.jdbc()
                .sql(
                        """
                        SELECT kind, who, at, hash, note FROM policy_proposal_step
                        WHERE proposal = ? ORDER BY seq
                        """)
                .param(proposal)
                .query((row, _) ->
                        new Proposal.Step(
                                Proposal.Act.valueOf(constant(row.getString("kind"))),
                                row.getString("who"),
                                instant(row, "at"),
                                Digest.parse(row.getString("hash")),
                                row.getString("note")))
                .list();
    }

    private static Row row(ResultSet row, List<Proposal.Step> steps) throws SQLException {
        String base = row.getString("base");
        Proposal proposal =
                new Proposal(
                        row.getString("id"),
                        row.getString("text"),
                        Digest.parse(row.getString("hash")),
                        row.getString("note"),
                        row.getBoolean("material"),
                        row.getString("author"),
                        instant(row, "created_at"),
                        Proposal.State.valueOf(constant(row.getString("state"))),
                        base == null ? null : Digest.parse(base),
                        row.getObject("version", Integer.class),
                        steps);
        return new Row(row.getLong("seq"), proposal);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static String constant(String written) {
        return written.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
