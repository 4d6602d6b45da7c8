// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.policy.Recorded;
import dev.chaperone.workspace.Database;

import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/// Reads the table `interaction` from one end of a time to the other.
final class TrafficStore {
    private static final int ROWS_AT_ONCE = 5_000;

    private final Database database;

    TrafficStore(Database database) {
        this.database = database;
    }

    /// All of one moment: what comes in between is not seen, and nothing is changed.
    void read(
            Instant since,
            Instant until,
            TrafficRow rows,
            LongConsumer number,
            Consumer<Recorded> reader) {
        Conditions conditions = new Conditions().and(since, until);
        database.inTransaction(() -> {
            database.jdbc()
                    .sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    .update();
            database.jdbc().sql("SET LOCAL plan_cache_mode = force_custom_plan").update();
            number.accept(
                    database.jdbc()
                            .sql("SELECT count(*) FROM interaction\n" + conditions.where())
                            .params(conditions.values())
                            .query(Long.class)
                            .single());
            database.jdbc()
                    .sql(TrafficRow.SELECT + conditions.where() + "ORDER BY intent")
                    .params(conditions.values())
                    .withFetchSize(ROWS_AT_ONCE)
                    .query(row -> {
                        reader.accept(rows.read(row));
                    });
            return true;
        });
    }
}
