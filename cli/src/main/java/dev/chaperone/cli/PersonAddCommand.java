// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.policy.Gate;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// `chaperone person add`.
@Command(
        name = "add",
        description = "Adds a person and prints the new id, and only it, on standard output.")
final class PersonAddCommand extends ChaperoneCommand {
    private static final Set<String> ROLES = Gate.ROLES;

    @Option(names = "--email", required = true, paramLabel = "E", description = "e-mail address")
    private String email = "";

    @Option(names = "--name", required = true, paramLabel = "N", description = "full name")
    private String name = "";

    @Option(names = "--team", paramLabel = "T", description = "a team; may be given several times")
    private List<String> teams = new ArrayList<>();

    @Option(
            names = "--role",
            paramLabel = "R",
            description = "developer (default), team-lead, approver, …")
    private String role = "developer";

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "the whole answer for programs")
    private boolean json;

    PersonAddCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        if (!ROLES.contains(role)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--role is '"
                            + role
                            + "', not one of "
                            + String.join(", ", new TreeSet<>(ROLES)));
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("email", email);
        request.put("name", name);
        request.put("teams", teams);
        request.put("role", role);
        try (Api api = options.connect(surroundings)) {
            JsonObject made =
                    new Creation(api, "/api/v1/people").send(new JsonObject(request), "id");
            String id = String.valueOf(made.text("id"));
            surroundings.out().println(Printable.text(json ? made.toString() : id));
            surroundings.say(
                    "Added. A token for the tools of this person: "
                            + surroundings.launcher()
                            + " token create --person "
                            + Shell.word(email)
                            + " --name laptop");
            return ExitCode.FINE;
        }
    }
}
