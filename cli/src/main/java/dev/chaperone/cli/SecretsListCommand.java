// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;

/// `chaperone secrets list`.
@Command(
        name = "list",
        description = "Names, kinds and dates of the secrets that the gateway looks for.")
final class SecretsListCommand extends ChaperoneCommand {
    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "an array for programs")
    private boolean json;

    SecretsListCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        try (Api api = options.connect(surroundings)) {
            List<JsonObject> secrets = new SecretsServer(api).list();
            if (json) {
                surroundings.out().println(Printable.text(secrets.toString()));
                return ExitCode.FINE;
            }
            for (JsonObject each : secrets) {
                surroundings
                        .out()
                        .println(
                                Printable.text(
                                        "%-6s  %s  %s"
                                                .formatted(
                                                        each.text("kind"),
                                                        each.text("added"),
                                                        each.text("name"))));
            }
            if (secrets.isEmpty()) {
                surroundings.say(
                        "No secret of your own is known yet. Add some: "
                                + surroundings.launcher()
                                + " secrets add .env");
            }
            return ExitCode.FINE;
        }
    }
}
