// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;

/// `chaperone doctor`.
@Command(
        name = "doctor",
        description = {
            "Names what is not configured or not working, and the command that repairs it.",
            "Exit code: 0 all is fine, 1 something is not fine or not known, 2 bad usage,"
                    + " 3 the directory or server can not be reached."
        })
final class DoctorCommand extends ChaperoneCommand {
    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "the result for programs")
    private boolean json;

    DoctorCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        Diagnosis diagnosis = diagnose(surroundings);
        String text = json ? diagnosis.json().toString() : diagnosis.text(surroundings.colour());
        surroundings.out().println(text);
        return diagnosis.exitCode();
    }

    private Diagnosis diagnose(Surroundings surroundings) throws CommandFailure {
        URI server = options.namedServer(surroundings);
        AccessToken token = options.namedToken(surroundings);
        if (server == null) {
            Repairs repairs = new Repairs(surroundings.launcher(), options.data());
            return new Doctor(repairs, token, options.timeout()).look();
        }
        String restart =
                "check the address and the network; on the server's machine: "
                        + surroundings.launcher()
                        + " doctor --data DIR";
        try (Api api = new Api(server, token, options.timeout())) {
            return new InstanceChecks(api, restart).ask();
        }
    }
}
