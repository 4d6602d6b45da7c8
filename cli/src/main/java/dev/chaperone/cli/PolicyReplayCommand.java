// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// `chaperone policy replay`.
@Command(
        name = "replay",
        description = {
            "What a policy file would have decided on the traffic that a server recorded.",
            "Nothing changes, but that you read everybody's requests is recorded.",
            "Exit code 0: no decision would have been another; 1: some would."
        })
final class PolicyReplayCommand extends ChaperoneCommand {
    @Parameters(paramLabel = "FILE", description = "the policy file")
    private Path file = Path.of("");

    @Option(
            names = "--since",
            required = true,
            paramLabel = "T",
            description = "the first moment: 2026-11-01 (UTC) or 2026-11-01T08:00:00Z")
    private String since = "";

    @Option(
            names = "--until",
            paramLabel = "T",
            description = "the moment after the last (default: now)")
    private @Nullable String until;

    @Option(names = "--json", description = "one object for programs")
    private boolean json;

    @Mixin private final ServerOptions options = new ServerOptions();

    PolicyReplayCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        Map<String, Object> wanted = new LinkedHashMap<>();
        wanted.put("text", PolicyText.read(file));
        wanted.put("since", since);
        if (until != null) {
            wanted.put("until", until);
        }
        try (Api api = options.connect(surroundings)) {
            JsonObject replay = new ReplayServer(api, surroundings).replay(new JsonObject(wanted));
            ReplayReport report = ReplayReport.of(replay);
            surroundings.out().println(Printable.text(json ? replay.pretty() : report.words()));
            if (report.requests() == 0) {
                surroundings.say(
                        "No request was recorded in this time: that says nothing about the policy.");
            }
            return report.changed() > 0 ? ExitCode.NOT_FINE : ExitCode.FINE;
        }
    }
}
