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
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String ACCESS_FILE = "pg_hba.conf";

    /// Anybody of this machine, for the moment between the start and the setting of the password.
    private static final String OPEN = "host all all localhost trust\n";

    /// Who has the password, from this machine.
    private static final String CLOSED =
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
    /// @param place holds the server's program and its files; nobody else writes there
    /// @throws IOException when it does not start; the message says what to do
    static Postgres start(Path place, String password) throws IOException, InterruptedException {
        return start(place, password, PATIENCE);
    }

    /// @param patience how long the server may take until it answers
    static Postgres start(Path place, String password, Duration patience)
            throws IOException, InterruptedException {
        // The server is told this path, and the next start knows it again by it, from wherever.
        Path home = place.toAbsolutePath().normalize();
        Path files = home.resolve("data");
        LeftBehind.stop(files);
        try {
            openDoor(files);
            Postgres postgres = new Postgres(server(home, files, patience, password), password);
            postgres.closeDoor(files);
            // The library opens it to everybody.
            DataDirectory.ownOnly(home.resolve("program"));
            return postgres;
        } catch (IOException | IllegalStateException | SQLException e) {
            LOG.error("The database in {} does not start", home, e);
            LeftBehind.stop(files);
            throw new IOException(
                    "the database in "
                            + home
                            + " does not start: "
                            + (e.getMessage() == null ? e : e.getMessage())
                            + ". The log above has its own words. 'database.url' in config.yaml takes"
                            + " another PostgreSQL instead.",
                    e);
        }
    }

    private static EmbeddedPostgres server(
            Path home, Path files, Duration patience, String password) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(files)
                .setOverrideWorkingDirectory(home.resolve("program").toFile())
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(patience)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "localhost")
                .setServerConfig("max_connections", "40")
                .setServerConfig("jit", "off")
                .setConnectConfig("password", password)
                .start();
    }

    /// The owner of the files needs no password. It is set anew at every start, so one that was
    /// lost or changed does no harm.
    private static void openDoor(Path files) throws IOException {
        if (Files.exists(files.resolve(ACCESS_FILE))) {
            Files.writeString(files.resolve(ACCESS_FILE), OPEN);
        }
    }

    private void closeDoor(Path files) throws IOException, SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            // Letters and digits only, so it needs no quoting.
            statement.execute("ALTER USER " + USER + " PASSWORD '" + password + "'");
            Files.writeString(files.resolve(ACCESS_FILE), CLOSED);
            statement.execute("SELECT pg_reload_conf()");
        }
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
