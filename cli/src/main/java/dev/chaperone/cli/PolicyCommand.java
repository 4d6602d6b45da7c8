// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `chaperone policy`: what can be done with a policy file before it is published.
@Command(
        name = "policy",
        description = "Checks a policy file, writes its document, tells what it decides.")
final class PolicyCommand {
    private PolicyCommand() {}

    /// The command with everything below it.
    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new PolicyCommand())
                .addSubcommand(new PolicyCheckCommand(surroundings))
                .addSubcommand(new PolicyRenderCommand(surroundings))
                .addSubcommand(new PolicyExplainCommand(surroundings))
                .addSubcommand(new PolicyReplayCommand(surroundings));
    }
}
