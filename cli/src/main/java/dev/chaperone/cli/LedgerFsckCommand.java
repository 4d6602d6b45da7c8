// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.verifier.Verifier;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `chaperone ledger fsck`.
@Command(
        name = "fsck",
        description = {
            "Checks a ledger on this machine with its journal, and says how what is damaged can be"
                    + " repaired. It changes nothing.",
            "Exit code: 0 fine, 1 something is damaged, 2 bad usage, 3 cannot open or" + " check."
        })
final class LedgerFsckCommand extends ChaperoneCommand {
    private static final String REPAIRS =
            """
            How to repair, with the server stopped and a copy of the directory kept as evidence:
            - 'tiles' or 'entries' are wrong and 'journal' is ok: delete the directory tile/ and start the server. It builds the tiles from the journal and takes them only when they give the root that was signed. (A journal whose oldest entries were pruned can not do that: restore tile/ from a backup.)
            - 'journal' is wrong: it can not be built again. Restore the whole directory from the newest backup; what was recorded since then is lost, and the server refuses to start when it finds fewer entries than were signed.
            - 'checkpoint', 'witnessed' or 'vkey' is wrong: restore that file from a backup. In place of a lost checkpoint a copy of the file witnessed will do.
            - 'tiles', 'entries' and 'journal' agree with each other but not with 'checkpoint' or 'witnessed': that is no accident of a disk. Do not repair it; ask who changed it.
            """;

    @Parameters(paramLabel = "DIR", description = "a ledger's directory, or a data directory")
    private String where = "";

    @Mixin private final VerifierOptions options = new VerifierOptions();

    LedgerFsckCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        if (where.startsWith("http://") || where.startsWith("https://")) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "fsck looks at the files of this machine; for a server: "
                            + surroundings.launcher()
                            + " ledger verify URL");
        }
        List<String> words = new ArrayList<>(List.of("ledger", "--need-journal"));
        words.addAll(options.words());
        words.addAll(List.of("--", where));
        ExitCode code = ExitCode.of(Verifier.run(words, surroundings.out(), surroundings.err()));
        if (code == ExitCode.NOT_FINE) {
            surroundings.say(REPAIRS);
        }
        return code;
    }
}
