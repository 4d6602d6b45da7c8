// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Takes back what `connect` did for one tool.
record Disconnecting(Surroundings around, TokenFile own, Tool tool, boolean dryRun) {

    ExitCode run() throws CommandFailure {
        Path file = own.connection(tool);
        Connection connection = Connection.read(file);
        if (connection.files().isEmpty()) {
            around.say(tool.id() + " is not connected by this command: there is nothing to undo.");
            return ExitCode.FINE;
        }
        List<Change> changes = new ArrayList<>();
        for (Connection.Written each : connection.files()) {
            changes.add(Change.back(each));
        }
        String written = TokenFile.read(own.token());
        for (Change change : changes) {
            change.show(around.out(), written == null ? null : new AccessToken(written, "file"));
        }
        if (dryRun) {
            around.say("Nothing was written (--dry-run).");
            return ExitCode.FINE;
        }
        for (Change change : changes) {
            change.write();
        }
        FoundFile.delete(file);
        if (tool == Tool.OPENCODE) {
            FoundFile.delete(own.plugin());
        }
        around.say("The settings of " + tool.id() + " are without Chaperone again.");
        if (!own.isUsed()) {
            for (Path each :
                    List.of(own.token(), own.gateway(), own.forwarder(), file.resolveSibling(""))) {
                FoundFile.delete(each);
            }
            around.say(
                    "No tool is connected any more, so the token was deleted from this machine.");
        }
        return ExitCode.FINE;
    }
}
