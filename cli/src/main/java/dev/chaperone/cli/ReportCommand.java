// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;

/// `chaperone report`.
@Command(
        name = "report",
        description = {
            "Reports that something was sent which should not have been. Nobody is blamed for a",
            "report. Say what happened and leave the secret itself out; no id is needed: --last 3",
            "attaches your last three requests."
        })
final class ReportCommand extends ChaperoneCommand {
    private static final String PATH = "/api/v1/incidents";

    @Parameters(paramLabel = "TEXT", description = "what happened, in quotation marks")
    private String text = "";

    @Option(
            names = "--last",
            paramLabel = "N",
            description = "attach that many of your last requests (default: 1)")
    private int last = 1;

    @Option(
            names = "--noticed",
            paramLabel = "TIME",
            description = "when you noticed, as in 2026-11-24T14:00:00Z (default: now)")
    private @Nullable String noticed;

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "the whole answer for programs")
    private boolean json;

    ReportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("description", text);
        members.put("last", last);
        if (noticed != null) {
            members.put("noticed", noticed);
        }
        try (Api api = options.connect(surroundings)) {
            JsonObject made = new Creation(api, PATH).send(new JsonObject(members), "id");
            surroundings
                    .out()
                    .println(
                            Printable.text(
                                    json
                                            ? made.toString()
                                            : "Incident %s is open. It has to be decided by %s whom to tell."
                                                    .formatted(
                                                            made.number("number"),
                                                            made.text("decideBy"))));
            if (!json) {
                surroundings.say("Stop, and delete nothing. Security goes on from here.");
            }
            return ExitCode.FINE;
        }
    }
}
