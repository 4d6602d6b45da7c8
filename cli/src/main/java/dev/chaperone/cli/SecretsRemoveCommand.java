// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.detection.KnownSecret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.Map;

/// `chaperone secrets remove`.
@Command(
        name = "remove",
        description = "Lets the gateway look no longer for a secret that is not in use any more.")
final class SecretsRemoveCommand extends ChaperoneCommand {
    @Parameters(paramLabel = "NAME", description = "as 'secrets list' shows it")
    private String name = "";

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "for programs")
    private boolean json;

    SecretsRemoveCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        if (!KnownSecret.isName(name)) {
            throw new CommandFailure(ExitCode.BAD_INPUT, "there is no secret of that name");
        }
        try (Api api = options.connect(surroundings)) {
            new SecretsServer(api).remove(name);
        }
        if (json) {
            surroundings.out().println(new JsonObject(Map.of("removed", name)));
        } else {
            surroundings.say("'" + name + "' is not looked for any more.");
        }
        return ExitCode.FINE;
    }
}
