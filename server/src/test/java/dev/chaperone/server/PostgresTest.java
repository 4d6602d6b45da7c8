// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/// The private database, as the server starts it.
@Timeout(600)
final class PostgresTest {
    private static final String PASSWORD = "letters0and9digits";

    @TempDir private Path home;

    @Test
    void keepsWhatItPromisesAndLetsNobodyInWithoutThePassword() throws Exception {
        try (Postgres postgres = Postgres.start(home, PASSWORD)) {
            DatabaseAddress address = postgres.address();
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(ask(address, "SELECT current_setting('" + setting + "')"))
                        .as(setting)
                        .isEqualTo("on");
            }
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            DriverManager.getConnection(address.url(), address.user(), "guessed"));
        }
    }

    @Test
    void stopsAServerThatAKilledOwnerLeftBehindAndFindsItsDataAgain() throws Exception {
        FreshPostgres.at(home);
        Process owner =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Owner.class.getName(),
                                home.toString())
                        .inheritIO()
                        .start();
        assertThat(owner.waitFor()).isEqualTo(Owner.KILLED);
        long left = pid();
        assertThat(ProcessHandle.of(left)).isPresent();

        try (Postgres next = Postgres.start(home, PASSWORD)) {
            assertThat(pid()).isNotEqualTo(left);
            assertThat(ProcessHandle.of(left).filter(ProcessHandle::isAlive)).isEmpty();
            assertThat(ask(next.address(), "SELECT answer FROM kept")).isEqualTo("42");
        }
    }

    @Test
    void leavesAnotherInstancesDatabaseAloneWhoseNumberALostOneHad(@TempDir Path elsewhere)
            throws Exception {
        FreshPostgres.at(elsewhere);
        try (Postgres other = Postgres.start(elsewhere, PASSWORD)) {
            Path files = Files.createDirectories(home.resolve("data"));
            Files.copy(elsewhere.resolve("data/postmaster.pid"), files.resolve("postmaster.pid"));

            LeftBehind.stop(files);

            assertThat(ask(other.address(), "SELECT 1")).isEqualTo("1");
        }
    }

    @Test
    void setsThePasswordAnewWhenItWasLost() throws Exception {
        FreshPostgres.at(home);
        try (Postgres first = Postgres.start(home, PASSWORD)) {
            ask(first.address(), "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
        }
        try (Postgres second = Postgres.start(home, "another0password1")) {
            assertThat(ask(second.address(), "SELECT answer FROM kept")).isEqualTo("42");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() ->
                            DriverManager.getConnection(
                                    second.address().url(), second.address().user(), PASSWORD));
        }
    }

    @Test
    void leavesNoServerBehindWhenAStartFails() throws Exception {
        FreshPostgres.at(home);
        try (Postgres first = Postgres.start(home, PASSWORD)) {
            assertThat(ask(first.address(), "SELECT 1")).isEqualTo("1");
        }
        Files.writeString(home.resolve("data/postgresql.conf"), "no such setting = 1\n");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Postgres.start(home, PASSWORD, Duration.ofSeconds(3)))
                .withMessageContaining("does not start");
        assertThat(home.resolve("data/postmaster.pid")).doesNotExist();
    }

    /// Owns a database until it is killed.
    static final class Owner {
        static final int KILLED = 137;

        private Owner() {}

        public static void main(String[] arguments) throws Exception {
            Postgres postgres = Postgres.start(Path.of(arguments[0]), PASSWORD);
            ask(postgres.address(), "CREATE TABLE kept AS SELECT 42 AS answer; SELECT 1");
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private long pid() throws IOException {
        return Long.parseLong(
                Files.readAllLines(home.resolve("data/postmaster.pid")).getFirst().strip());
    }

    private static String ask(DatabaseAddress address, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                address.url(), address.user(), address.password());
                Statement statement = connection.createStatement()) {
            boolean rows = statement.execute(sql);
            while (!rows) {
                rows = statement.getMoreResults();
            }
            ResultSet result = statement.getResultSet();
            result.next();
            return result.getString(1);
        }
    }
}
