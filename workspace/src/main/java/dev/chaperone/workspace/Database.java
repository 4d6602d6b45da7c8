// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

/// The working copy: PostgreSQL, and transactions on it.
public final class Database {
    private final DataSource source;
    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    public Database(DataSource source) {
        this.source = source;
        this.jdbc = JdbcClient.create(source);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(source));
    }

    /// Statements; inside [#inTransaction] they belong to it.
    public JdbcClient jdbc() {
        return jdbc;
    }

    /// The pool behind it.
    public DataSource source() {
        return source;
    }

    /// Does the work wholly or not at all.
    public <T> T inTransaction(Supplier<T> work) {
        return Objects.requireNonNull(transactions.execute(_ -> work.get()));
    }

    /// Reads what the database held at one moment, without making others wait. Nothing may have
    /// been asked in this transaction before.
    public <T> T atOneMoment(Supplier<T> work) {
        return inTransaction(() -> {
            jdbc.sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY").update();
            return work.get();
        });
    }

    /// An instant as JDBC knows it.
    public static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
