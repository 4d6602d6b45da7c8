// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// A private PostgreSQL server whose files are in the data directory. It starts and stops with this
/// process; one that a killed process left behind is stopped first.
///
/// It keeps what it promises (`fsync` on), listens on loopback only and lets nobody in without the
/// password, which only the owner of the data directory can read.
final class Postgres implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final String USER = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Who may connect: the owner of the password, from this machine.
    private static final String ACCESS =
            """
            # Written by Chaperone at every start.
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private final EmbeddedPostgres server;
    private final String password;

    private Postgres(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /// Starts the server; the first start creates it.
    ///
    /// @param home holds the server's program and its files; nobody else writes there
    /// @throws IOException when it does not start; the message says what to do
    static Postgres start(Path home, String password) throws IOException, InterruptedException {
        Path files = home.resolve("data");
        LeftBehind.stop(files);
        try {
            EmbeddedPostgres server =
                    EmbeddedPostgres.builder()
                            .setDataDirectory(files)
                            .setOverrideWorkingDirectory(home.resolve("program").toFile())
                            .setCleanDataDirectory(false)
                            .setRegisterShutdownHook(false)
                            .setPGStartupWait(PATIENCE)
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on")
                            .setServerConfig("full_page_writes", "on")
                            .setServerConfig("listen_addresses", "localhost")
                            .setServerConfig("max_connections", "40")
                            .setServerConfig("jit", "off")
                            .setConnectConfig("password", password)
                            .start();
            return new Postgres(server, password).locked(files);
        } catch (IOException | IllegalStateException | SQLException e) {
            throw new IOException(
                    "the database in "
                            + home
                            + " does not start: "
                            + (e.getMessage() == null ? e : e.getMessage())
                            + ". Its own words are in the log above; 'database.url' in config.yaml"
                            + " takes another PostgreSQL instead.",
                    e);
        }
    }

    /// The server is created open to everybody on this machine; this closes it.
    private Postgres locked(Path files) throws IOException, SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // Letters and digits only, so it needs no quoting.
            statement.execute("ALTER USER " + USER + " PASSWORD '" + password + "'");
            Path access = files.resolve("pg_hba.conf");
            if (!Files.readString(access).equals(ACCESS)) {
                Files.writeString(access, ACCESS);
                statement.execute("SELECT pg_reload_conf()");
            }
        }
        return this;
    }

    DatabaseAddress address() {
        return new DatabaseAddress(server.getJdbcUrl(USER, USER), USER, password);
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            LOG.warn("The database did not stop cleanly: {}", e.getMessage());
        }
    }
}
