// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import javax.sql.DataSource;

/// The working copy: PostgreSQL, and transactions on it.
public final class Database {
    /// What follows when the transaction of this thread is committed; null outside of one.
    private static final ThreadLocal<@Nullable List<Runnable>> FOLLOWING = new ThreadLocal<>();

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
    ///
    /// What is done inside another one belongs to that.
    public <T> T inTransaction(Supplier<T> work) {
        if (FOLLOWING.get() != null) {
            return Objects.requireNonNull(transactions.execute(_ -> work.get()));
        }
        List<Runnable> after = new ArrayList<>();
        T done;
        FOLLOWING.set(after);
        try {
            done = Objects.requireNonNull(transactions.execute(_ -> work.get()));
        } finally {
            FOLLOWING.remove();
        }
        after.forEach(Runnable::run);
        return done;
    }

    /// Does something when all that this thread is about to change is committed: at once outside of
    /// a transaction, and not at all when the transaction is undone.
    public void onceCommitted(Runnable work) {
        List<Runnable> after = FOLLOWING.get();
        if (after == null) {
            work.run();
        } else {
            after.add(work);
        }
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
