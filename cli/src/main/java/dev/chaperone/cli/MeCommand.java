// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.util.List;

/// `chaperone me`.
@Command(
        name = "me",
        description = {
            "What you have to sign or to do, and until when.",
            "Exit code 1 when something is overdue."
        })
final class MeCommand extends ChaperoneCommand {
    private static final String PATH = "/api/v1/me";

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "the whole answer for programs")
    private boolean json;

    MeCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        try (Api api = options.connect(surroundings)) {
            Reply reply = api.get(PATH);
            JsonObject me = reply.isSuccess() ? reply.json() : null;
            List<JsonObject> duties = me == null ? null : me.objects("duties");
            if (me == null || duties == null) {
                throw new Refusal(api, PATH, reply).failure();
            }
            if (json) {
                surroundings.out().println(Printable.text(me.toString()));
            } else {
                print(me, duties, surroundings);
            }
            return duties.stream().anyMatch(MeCommand::isLate) ? ExitCode.NOT_FINE : ExitCode.FINE;
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
    }

    private static void print(JsonObject me, List<JsonObject> duties, Surroundings surroundings) {
        surroundings.out().println(Printable.text(me.text("name") + ", " + me.text("role")));
        if (duties.isEmpty()) {
            surroundings.out().println("Nothing is asked of you.");
        }
        for (JsonObject duty : duties) {
            surroundings
                    .out()
                    .println(
                            Printable.text(
                                    "%s %s: %s, because %s%n    %s"
                                            .formatted(
                                                    isLate(duty) ? "since" : "until",
                                                    duty.text("due"),
                                                    duty.text("title"),
                                                    duty.text("because"),
                                                    duty.text("url"))));
        }
    }

    private static boolean isLate(JsonObject duty) {
        return Boolean.TRUE.equals(duty.members().get("overdue"));
    }
}
