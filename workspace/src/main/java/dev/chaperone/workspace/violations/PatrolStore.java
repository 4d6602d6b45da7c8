// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import dev.chaperone.workspace.Database;

/// The table `patrol`.
final class PatrolStore {
    private final Database database;

    PatrolStore(Database database) {
        this.database = database;
    }

    /// Where it begins when it never ran.
    ///
    /// @param recorded index after the last entry of then
    void begin(long recorded) {
        database.jdbc()
                .sql("INSERT INTO patrol (intent) VALUES (?) ON CONFLICT DO NOTHING")
                .param(recorded - 1)
                .update();
    }

    /// Index of the last entry that was looked at; held until the end of the transaction.
    long holdSeen() {
        return database.jdbc()
                .sql("SELECT intent FROM patrol FOR UPDATE")
                .query(Long.class)
                .single();
    }

    void advance(long intent) {
        database.jdbc().sql("UPDATE patrol SET intent = ?").param(intent).update();
    }
}
