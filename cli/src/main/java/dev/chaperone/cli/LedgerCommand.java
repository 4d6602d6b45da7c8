// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `chaperone ledger`: what can be done with the record.
@Command(name = "ledger", description = "The record of everything that was asked and decided.")
final class LedgerCommand {
    private LedgerCommand() {}

    /// The command with everything below it.
    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new LedgerCommand())
                .addSubcommand(new LedgerVerifyCommand(surroundings))
                .addSubcommand(new LedgerFsckCommand(surroundings))
                .addSubcommand(new LedgerProveCommand(surroundings))
                .addSubcommand(new LedgerExportCommand(surroundings));
    }
}
