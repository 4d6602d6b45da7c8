// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// `chaperone captures check`. The server does it: it alone has the keys open, and goes on keeping
/// meanwhile.
@Command(
        name = "check",
        description = {
            "Lets the server read every captured prompt and answer, without showing any, and names"
                    + " each that is not what was kept: file, offset and request. It changes"
                    + " nothing, takes as long as the disk needs, and the server has to run.",
            "Exit code: 0 fine, 1 something is damaged or the token may not ask, 2 bad usage,"
                    + " 3 cannot reach."
        })
final class CapturesCheckCommand extends ChaperoneCommand {
    private static final String PATH = "/api/v1/capture-checks";

    /// Unless somebody says otherwise: all of it is read before the answer comes.
    private static final Duration PATIENCE = Duration.ofHours(1);

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "the whole answer for programs")
    private boolean json;

    CapturesCheckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        JsonObject found;
        try (Api api = options.connect(surroundings, PATIENCE)) {
            Reply reply = api.post(PATH, new JsonObject(Map.of()));
            if (!reply.isSuccess()) {
                throw new Refusal(api, PATH, reply).failure();
            }
            found = reply.json();
            if (found == null || !isCheck(found)) {
                throw new Refusal(api, PATH, reply).strange("did not say what it found");
            }
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
        return tell(found, surroundings);
    }

    private static boolean isCheck(JsonObject found) {
        return found.number("drawers") != null
                && found.number("bodies") != null
                && found.texts("damages") != null
                && found.texts("unfinished") != null;
    }

    private ExitCode tell(JsonObject found, Surroundings surroundings) {
        List<String> damages = list(found, "damages");
        if (json) {
            surroundings.out().println(Printable.text(found.toString()));
        } else {
            damages.forEach(
                    damage -> surroundings.out().println(Printable.text("damaged: " + damage)));
            list(found, "unfinished")
                    .forEach(end ->
                            surroundings.out().println(Printable.text("unfinished: " + end)));
            surroundings
                    .out()
                    .println(
                            "%d prompts and answers in %d files are what was kept; %d damages"
                                    .formatted(
                                            found.number("bodies"),
                                            found.number("drawers"),
                                            damages.size()));
        }
        if (damages.isEmpty()) {
            return ExitCode.FINE;
        }
        surroundings.say(
                "Nothing was changed. Restore the named files of captures/ and keys/ from a backup,"
                        + " with the server stopped; what is in no backup is lost. The ledger and its"
                        + " proofs do not depend on it.");
        return ExitCode.NOT_FINE;
    }

    private static List<String> list(JsonObject found, String name) {
        @Nullable List<String> texts = found.texts(name);
        return texts == null ? List.of() : texts;
    }
}
