// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import dev.chaperone.detection.KnownSecret;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.zip.CRC32;

/// `chaperone secrets canary`.
@Command(
        name = "canary",
        description = {
            "Makes a token that looks like a GitHub one and opens nothing, prints it, and only it, on"
                    + " standard output, and has the gateway look for it.",
            "Put it where nobody has a reason to look: whoever sends it to a model has looked. It is"
                    + " shown this once."
        })
final class SecretsCanaryCommand extends ChaperoneCommand {
    private static final String ALPHABET =
            "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String PREFIX = "ghp_";
    private static final int RANDOM_CHARACTERS = 30;
    private static final int SUM_CHARACTERS = 6;

    @Parameters(paramLabel = "NAME", description = "where it will lie: backup-server")
    private String name = "";

    @Mixin private final ServerOptions options = new ServerOptions();

    @Option(names = "--json", description = "name and token for programs")
    private boolean json;

    SecretsCanaryCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        if (!KnownSecret.isName(name)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "NAME has 1 to %d letters, digits and signs of . _ : @ -"
                            .formatted(KnownSecret.LONGEST_NAME));
        }
        String token = token(new SecureRandom());
        try (Api api = options.connect(surroundings)) {
            SecretsServer server = new SecretsServer(api);
            server.add(List.of(KnownSecret.of(server.key(), name, KnownSecret.Kind.CANARY, token)));
        }
        surroundings.out().println(json ? JsonObject.of("name", name, "token", token) : token);
        surroundings.say(
                "The token is shown only this once. Whoever sends it to a model is found as 'canary"
                        + " "
                        + name
                        + "'.");
        return ExitCode.FINE;
    }

    /// In the form of a GitHub token, with the sum that proves it.
    static String token(SecureRandom random) {
        StringBuilder token = new StringBuilder();
        random.ints(RANDOM_CHARACTERS, 0, ALPHABET.length())
                .forEach(i -> token.append(ALPHABET.charAt(i)));
        CRC32 crc = new CRC32();
        crc.update(token.toString().getBytes(StandardCharsets.US_ASCII));
        StringBuilder sum = new StringBuilder();
        long rest = crc.getValue();
        while (sum.length() < SUM_CHARACTERS) {
            sum.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return PREFIX + token + sum.reverse();
    }
}
