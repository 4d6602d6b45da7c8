// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.verifier.Verifier;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.ArrayList;
import java.util.List;

/// `chaperone ledger verify`.
@Command(
        name = "verify",
        description = {
            "Checks a ledger from the signature down to every byte, and names what was changed.",
            "The same as the stand-alone verifier's 'ledger', which needs nothing of Chaperone.",
            "Exit code: 0 fine, 1 something is proved wrong, 2 bad usage, 3 cannot reach, open or"
                    + " check."
        })
final class LedgerVerifyCommand extends ChaperoneCommand {
    @Parameters(
            paramLabel = "DIR|URL",
            description = "a ledger's directory, a data directory, or a server's address")
    private String where = "";

    @Mixin private final VerifierOptions options = new VerifierOptions();

    @Option(
            names = "--token",
            paramLabel = "T",
            description =
                    "token that may read a server's entries (better: CHAPERONE_TOKEN, which others can"
                            + " not see)")
    private @Nullable String token;

    LedgerVerifyCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) {
        String secret = token == null ? surroundings.variable(ServerOptions.TOKEN) : token;
        List<String> words = new ArrayList<>(List.of("ledger"));
        words.addAll(options.words());
        if (secret != null) {
            words.add("--token=" + secret.strip());
        }
        words.addAll(List.of("--", where));
        return ExitCode.of(Verifier.run(words, surroundings.out(), surroundings.err()));
    }
}
