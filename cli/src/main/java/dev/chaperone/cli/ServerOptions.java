// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The options that say which server a command talks to, and with which token. What is written on
/// the command line counts first, then the environment, then the data directory in `./data`. The
/// administrator's token of a data directory goes to that directory's own server only.
final class ServerOptions {
    static final String SERVER = "CHAPERONE_SERVER";
    static final String TOKEN = "CHAPERONE_TOKEN";
    static final String ADMIN_TOKEN = "admin-token";
    private static final Path DEFAULT_DATA = Path.of("data");
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    private static final double MAX_TIMEOUT = 3600;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "a server on this machine: its data directory (default: data)")
    private @Nullable Path data;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "a server anywhere: its workspace (or CHAPERONE_SERVER)")
    private @Nullable String server;

    @Option(
            names = "--token",
            paramLabel = "T",
            description =
                    "token for the server (better: CHAPERONE_TOKEN, which others can not see)")
    private @Nullable String token;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long to wait for an answer (default: 10, more where work is long)")
    private @Nullable Double timeout;

    Duration timeout() throws CommandFailure {
        return timeout(DEFAULT_TIMEOUT);
    }

    private Duration timeout(Duration usual) throws CommandFailure {
        if (timeout == null) {
            return usual;
        }
        if (timeout > 0 && timeout <= MAX_TIMEOUT) {
            return Duration.ofMillis(Math.max(1, Math.round(timeout * 1000)));
        }
        throw badInput("--timeout must be more than 0 and at most 3600 seconds");
    }

    /// Whether the command line names a server: for commands that can do without one.
    boolean nameAServer() {
        return server != null || data != null;
    }

    /// The data directory to look at when no server is named.
    Path data() {
        return data == null ? DEFAULT_DATA : data;
    }

    /// The server that the options or the environment name; null when it is that of a data
    /// directory.
    @Nullable URI namedServer(Surroundings surroundings) throws CommandFailure {
        if (server != null && data != null) {
            throw badInput("--server and --data name two servers: choose one");
        }
        String written = server;
        String origin = "--server";
        if (written == null && data == null) {
            written = surroundings.variable(SERVER);
            origin = SERVER;
        }
        try {
            return written == null ? null : ServerUrl.parse(written);
        } catch (IllegalArgumentException e) {
            throw badInput(origin + " is not a URL like https://chaperone.example.com");
        }
    }

    /// The token that the options or the environment hold; null when there is none.
    @Nullable AccessToken namedToken(Surroundings surroundings) throws CommandFailure {
        String variable = data == null ? surroundings.variable(TOKEN) : null;
        try {
            if (token != null) {
                return new AccessToken(token, "--token");
            }
            return variable == null ? null : new AccessToken(variable, TOKEN);
        } catch (IllegalArgumentException e) {
            throw badInput(String.valueOf(e.getMessage()));
        }
    }

    /// The API of the server that is meant.
    Api connect(Surroundings surroundings) throws CommandFailure {
        return connect(surroundings, DEFAULT_TIMEOUT);
    }

    /// The same, for work that is long.
    ///
    /// @param patience how long to wait when nobody says otherwise
    Api connect(Surroundings surroundings, Duration patience) throws CommandFailure {
        URI named = namedServer(surroundings);
        AccessToken given = namedToken(surroundings);
        if (named != null && given == null) {
            throw badInput("a token is missing: set CHAPERONE_TOKEN or give --token");
        }
        if (named != null) {
            return new Api(named, given, timeout(patience));
        }
        URI local = localWorkspace(surroundings);
        return new Api(local, given == null ? adminToken(data()) : given, timeout(patience));
    }

    private URI localWorkspace(Surroundings surroundings) throws CommandFailure {
        Repairs repairs = new Repairs(surroundings.launcher(), data());
        ServerFile file;
        try {
            file = ServerFile.read(data()).orElse(null);
        } catch (IOException e) {
            throw cannotReach(ReadFailure.sentence(data().resolve(ServerFile.NAME), e));
        }
        if (file == null || !file.isAlive()) {
            throw cannotReach(
                    "no server runs with the data directory "
                            + data()
                            + ". Start it: "
                            + repairs.up()
                            + "\nOr name one elsewhere with --server and --token.");
        }
        if (file.workspace() == null) {
            throw cannotReach("the server of " + data() + " runs without a workspace");
        }
        return file.workspace();
    }

    /// The administrator's token of a data directory.
    static AccessToken adminToken(Path data) throws CommandFailure {
        Path file = data.resolve(ADMIN_TOKEN);
        try {
            return new AccessToken(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw cannotReach(ReadFailure.sentence(file, e));
        } catch (IllegalArgumentException e) {
            throw cannotReach(String.valueOf(e.getMessage()));
        }
    }

    private static CommandFailure badInput(String sentence) {
        return new CommandFailure(ExitCode.BAD_INPUT, sentence);
    }

    private static CommandFailure cannotReach(String sentence) {
        return new CommandFailure(ExitCode.CANNOT_REACH, sentence);
    }
}
