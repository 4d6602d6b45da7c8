// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.workspace.Database;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Writes the tables `interaction`, `interaction_hour`, `interaction_facet`, `seen`, `look` and
/// `projection`.
final class ProjectionStore {
    private static final String NAME = "activity";
    private static final JsonMapper JSON = new JsonMapper();

    /// Enough for what a company uses; when it is full, it is filled anew.
    private static final int KNOWN_FACETS = 10_000;

    private final Database database;

    /// Facets that are certainly stored: nearly every batch brings the same ones again.
    private final Set<Facet> known = ConcurrentHashMap.newKeySet();

    ProjectionStore(Database database) {
        this.database = database;
    }

    /// How far the tables have come.
    ///
    /// @param version of the code that filled them
    /// @param unknown entries passed over because a newer version wrote them
    /// @param unreadable entries passed over because they are none or can not be stored
    record Mark(int version, long position, long unknown, long unreadable) {
        Mark after(Batch batch) {
            return new Mark(
                    version,
                    batch.next(),
                    unknown + batch.unknown(),
                    unreadable + batch.unreadable());
        }

        Mark afterSkipping() {
            return new Mark(version, position + 1, unknown, unreadable + 1);
        }
    }

    Optional<Mark> mark() {
        return database.jdbc()
                .sql(
                        """
                        SELECT version, position, unknown, unreadable
                        FROM projection WHERE name = ?
                        """)
                .param(NAME)
                .query((row, _) ->
                        new Mark(
                                row.getInt("version"),
                                row.getLong("position"),
                                row.getLong("unknown"),
                                row.getLong("unreadable")))
                .optional();
    }

    /// Empties the tables.
    Mark reset(int version) {
        known.clear();
        return database.inTransaction(() -> {
            database.jdbc()
                    .sql("TRUNCATE interaction, interaction_hour, interaction_facet, seen, look")
                    .update();
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO projection (name, version, position) VALUES (?, ?, 0)
                            ON CONFLICT (name) DO UPDATE
                            SET version = EXCLUDED.version, position = 0,
                                unknown = 0, unreadable = 0
                            """)
                    .params(NAME, version)
                    .update();
            return new Mark(version, 0, 0, 0);
        });
    }

    /// Stores a batch and moves the mark, both or neither.
    ///
    /// @param mark where the batch begins
    Mark write(Mark mark, Batch batch) {
        List<Facet> facets =
                batch.facets().stream().filter(facet -> !known.contains(facet)).toList();
        Mark moved =
                database.inTransaction(() -> {
                    Mark next = move(mark, mark.after(batch));
                    insert(batch);
                    update(batch);
                    mergeHours(batch);
                    insertFacets(facets);
                    mergeSeen(batch);
                    insertLooks(batch);
                    return next;
                });
        if (known.size() + facets.size() > KNOWN_FACETS) {
            known.clear();
        }
        known.addAll(facets);
        return moved;
    }

    /// Moves the mark past an entry that can not be stored.
    Mark skip(Mark mark) {
        return database.inTransaction(() -> move(mark, mark.afterSkipping()));
    }

    private Mark move(Mark from, Mark to) {
        // What a crash of the database takes away is read from the ledger again.
        database.jdbc().sql("SET LOCAL synchronous_commit = off").update();
        int moved =
                database.jdbc()
                        .sql(
                                """
                                UPDATE projection SET position = ?, unknown = ?, unreadable = ?
                                WHERE name = ? AND version = ? AND position = ?
                                """)
                        .params(to.position(), to.unknown(), to.unreadable())
                        .params(NAME, from.version(), from.position())
                        .update();
        if (moved == 0) {
            throw new IllegalStateException(
                    "The mark is not at " + from.position() + ": another process moves it too");
        }
        return to;
    }

    private void insert(Batch batch) {
        if (!batch.interactions().isEmpty()) {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO interaction
                            SELECT * FROM json_populate_recordset(NULL::interaction, ?::json)
                            ON CONFLICT (intent) DO NOTHING
                            """)
                    .param(json(batch.interactions()))
                    .update();
        }
    }

    private void update(Batch batch) {
        if (!batch.outcomes().isEmpty()) {
            database.jdbc()
                    .sql(
                            """
                            UPDATE interaction i
                            SET outcome = o.outcome, ended_at = o.ended_at, result = o.result,
                                status = o.status, answer_bytes = o.answer_bytes,
                                tokens_in = o.tokens_in, tokens_out = o.tokens_out,
                                stop_reason = o.stop_reason, millis = o.millis,
                                answer_capture = o.answer_capture,
                                answer_decision = o.answer_decision,
                                answer_rule = o.answer_rule,
                                answer_findings = o.answer_findings,
                                answer_detectors = o.answer_detectors,
                                answer_scan = o.answer_scan,
                                capture_retention =
                                    coalesce(i.capture_retention, o.capture_retention)
                            FROM json_populate_recordset(NULL::interaction, ?::json) o
                            WHERE i.intent = o.intent AND i.outcome IS NULL
                            """)
                    .param(json(batch.outcomes()))
                    .update();
        }
    }

    private void mergeHours(Batch batch) {
        batch.hours()
                .forEach((hour, span) ->
                        database.jdbc()
                                .sql(
                                        """
                                        INSERT INTO interaction_hour AS h (hour, first, last)
                                        VALUES (?, ?, ?)
                                        ON CONFLICT (hour) DO UPDATE
                                        SET first = LEAST(h.first, EXCLUDED.first),
                                            last = GREATEST(h.last, EXCLUDED.last)
                                        """)
                                .params(Database.timestamp(hour), span.first(), span.last())
                                .update());
    }

    private void mergeSeen(Batch batch) {
        List<ObjectNode> seen = batch.seen();
        if (!seen.isEmpty()) {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO seen AS s
                            SELECT * FROM json_populate_recordset(NULL::seen, ?::json)
                            ON CONFLICT (kind, name, source, tool, person) DO UPDATE
                            SET last = EXCLUDED.last, last_seen = EXCLUDED.last_seen
                            """)
                    .param(json(seen))
                    .update();
        }
    }

    private void insertLooks(Batch batch) {
        if (!batch.looks().isEmpty()) {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO look
                            SELECT * FROM json_populate_recordset(NULL::look, ?::json)
                            ON CONFLICT DO NOTHING
                            """)
                    .param(
                            json(
                                    batch.looks().stream()
                                            .map(each ->
                                                    JSON.createObjectNode()
                                                            .put("person", each.person())
                                                            .put("entry", each.entry()))
                                            .toList()))
                    .update();
        }
    }

    private void insertFacets(List<Facet> facets) {
        if (!facets.isEmpty()) {
            database.jdbc()
                    .sql(
                            """
                            INSERT INTO interaction_facet
                            SELECT * FROM json_populate_recordset(NULL::interaction_facet, ?::json)
                            ON CONFLICT DO NOTHING
                            """)
                    .param(json(facets.stream().map(Facet::row).toList()))
                    .update();
        }
    }

    private static String json(Collection<ObjectNode> rows) {
        return JSON.writeValueAsString(rows);
    }
}
