// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

/// An empty database of its own on the PostgreSQL that all tests of this process share.
public final class TestDatabase {
    private static final String TEMPLATE = "migrated";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name;
    private final DataSource source;

    private TestDatabase(String name) {
        this.name = name;
        this.source = Shared.SERVER.getDatabase("postgres", name);
    }

    /// Started once, ended with the process.
    private static final class Shared {
        private static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server =
                        EmbeddedPostgres.builder()
                                .setServerConfig("fsync", "off")
                                .setServerConfig("max_connections", "100")
                                .start();
                JdbcClient.create(server.getPostgresDatabase())
                        .sql("CREATE DATABASE " + TEMPLATE)
                        .update();
                Flyway.configure()
                        .dataSource(server.getDatabase("postgres", TEMPLATE))
                        .load()
                        .migrate();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// A new database with empty tables.
    public static TestDatabase fresh() {
        String name = "test_" + NUMBER.incrementAndGet();
        admin("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        return new TestDatabase(name);
    }

    public Database database() {
        return new Database(source);
    }

    public JdbcClient jdbc() {
        return JdbcClient.create(source);
    }

    /// Ends every connection and lets nobody in.
    public void shut() {
        admin("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS false");
        JdbcClient.create(Shared.SERVER.getPostgresDatabase())
                .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?")
                .param(name)
                .query(Boolean.class)
                .list();
    }

    /// Ends [#shut].
    public void open() {
        admin("ALTER DATABASE " + name + " WITH ALLOW_CONNECTIONS true");
    }

    private static void admin(String sql) {
        JdbcClient.create(Shared.SERVER.getPostgresDatabase()).sql(sql).update();
    }
}
