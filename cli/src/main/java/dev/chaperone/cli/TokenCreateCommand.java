// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// `chaperone token create`.
@Command(
        name = "create",
        description = {
            "Makes a token for a person and prints it, and only it, on standard output.",
            "It is shown this once."
        })
final class TokenCreateCommand extends ChaperoneCommand {
    private static final Set<String> KINDS = Set.of("gateway", "api");

    @Option(
            names = "--person",
            required = true,
            paramLabel = "P",
            description = "the holder: id or e-mail address")
    private String person = "";

    @Option(
            names = "--name",
            required = true,
            paramLabel = "N",
            description = "what it is for, to tell tokens apart: laptop")
    private String name = "";

    @Option(
            names = "--kind",
            paramLabel = "gateway|api",
            description = "gateway for AI tools (default), api for scripts")
    private String kind = "gateway";

    @Option(
            names = "--expires",
            paramLabel = "WHEN",
            description = "90d, or a time like 2027-06-30T00:00:00Z (default: never)")
    private @Nullable String expires;

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "the whole answer for programs")
    private boolean json;

    TokenCreateCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        JsonObject request = request(surroundings);
        try (Api api = options.connect(surroundings)) {
            JsonObject made = new Creation(api, "/api/v1/tokens").send(request, "token");
            String secret = String.valueOf(made.text("token"));
            surroundings.out().println(Printable.text(json ? made.toString() : secret));
            surroundings.say(
                    "The token is shown only this once: keep it where only "
                            + person
                            + " can read it.");
            return ExitCode.FINE;
        }
    }

    private JsonObject request(Surroundings surroundings) throws CommandFailure {
        if (!KINDS.contains(kind)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT, "--kind is '" + kind + "', not gateway or api");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("person", person);
        members.put("name", name);
        members.put("kind", kind);
        if (expires != null) {
            members.put("expires", Expiry.parse(expires, surroundings.clock()).toString());
        }
        return new JsonObject(members);
    }
}
