// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/// `chaperone connect`.
@Command(
        name = "connect",
        description = {
            "Points a tool of yours at the gateway: writes the tool's own settings and hooks, keeps all"
                    + " else in them, shows the difference, and sends one harmless prompt to see that"
                    + " it is recorded.",
            "TOOL: claude-code, codex, gemini-cli, github-copilot, opencode, continue; with hooks"
                    + " only: cursor, windsurf, kiro, amazon-q.",
            "Exit code: 0 connected, 1 not all of it works, 2 bad usage or file, 3 cannot reach."
        })
final class ConnectCommand extends ChaperoneCommand {
    private static final int LONGEST_TIMEOUT = 3600;

    @Parameters(arity = "0..1", paramLabel = "TOOL", description = "the tool")
    private @Nullable String tool;

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            description =
                    "the gateway (or CHAPERONE_GATEWAY; default: that of the last time, then that of"
                            + " a server on this machine)")
    private @Nullable String gateway;

    @Option(
            names = "--token",
            paramLabel = "T",
            description =
                    "your token (better: CHAPERONE_TOKEN, which others can not see; default: that of"
                            + " the last time)")
    private @Nullable String token;

    @Option(
            names = "--model",
            paramLabel = "M",
            description = "the model, where the tool's settings must name one; and to test with")
    private @Nullable String model;

    @Option(names = "--dry-run", description = "only show what would be written")
    private boolean dryRun;

    @Option(names = "--undo", description = "take it back: the files as they were")
    private boolean undo;

    @Option(
            names = "--managed",
            description = "print the files that an administrator installs on machines")
    private boolean managed;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = "how long to wait for each answer (default: 30)")
    private int timeout = 30;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "a server on this machine: its data directory (default: data)")
    private Path data = Path.of("data");

    ConnectCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings around) throws CommandFailure {
        if (managed && (undo || dryRun)) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "--managed writes nothing: it prints");
        }
        if (timeout < 1 || timeout > LONGEST_TIMEOUT) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "--timeout must be 1 to 3600 seconds");
        }
        String home = around.variable("HOME");
        Path folder = Path.of(home == null ? System.getProperty("user.home", "") : home);
        TokenFile own = TokenFile.at(folder.toAbsolutePath());
        Tool named = tool == null ? null : Tool.parse(tool);
        if (managed) {
            return managed(around, named, own);
        }
        if (named == null) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "which tool? Name one: connect TOOL");
        }
        return undo
                ? new Disconnecting(around, own, named, dryRun).run()
                : connect(around, named, own, folder.toAbsolutePath());
    }

    private ExitCode managed(Surroundings around, @Nullable Tool named, TokenFile own)
            throws CommandFailure {
        URI address = GatewayAddress.find(around, gateway, own, data);
        try (Api api = new Api(address, null, Duration.ofSeconds(timeout))) {
            new ManagedFiles(around, address, Forwarder.from(api, named, own)).print(named);
        }
        return ExitCode.FINE;
    }

    private ExitCode connect(Surroundings around, Tool named, TokenFile own, Path home)
            throws CommandFailure {
        URI address = GatewayAddress.find(around, gateway, own, data);
        AccessToken mine = token(around, own);
        try (Api api = new Api(address, mine, Duration.ofSeconds(timeout))) {
            return new Connecting(around, home, named, api, mine, model, dryRun).run();
        }
    }

    private AccessToken token(Surroundings around, TokenFile own) throws CommandFailure {
        if (token != null) {
            return TokenFile.require(token, "--token");
        }
        String variable = around.variable(ServerOptions.TOKEN);
        if (variable != null) {
            return TokenFile.require(variable, ServerOptions.TOKEN);
        }
        String last = TokenFile.read(own.token());
        if (last == null) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "a token is missing: set CHAPERONE_TOKEN or give --token. An administrator makes"
                            + " one: ./chaperone token create --person YOU --name laptop");
        }
        return TokenFile.require(last, own.token().toString());
    }
}
