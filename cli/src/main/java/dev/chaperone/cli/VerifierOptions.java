// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.util.ArrayList;
import java.util.List;

/// What the verifier is told about a ledger besides where it is.
final class VerifierOptions {
    @Option(
            names = "--vkey",
            paramLabel = "K",
            description =
                    "the log's public key, from a source you trust; each one given must have signed"
                            + " (default: the key beside the log, which proves less)")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--witness-vkey",
            paramLabel = "K",
            description = "the public key of a witness that must have cosigned")
    private List<String> witnesses = new ArrayList<>();

    @Option(
            names = "--origin",
            paramLabel = "O",
            description = "the log's name, when it is not that of its key")
    private @Nullable String origin;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "threads to use (default: one for each processor)")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "the result for programs")
    private boolean json;

    /// The words of the verifier's own command line.
    List<String> words() {
        List<String> words = new ArrayList<>();
        keys.forEach(key -> words.add("--vkey=" + key));
        witnesses.forEach(key -> words.add("--witness-vkey=" + key));
        if (origin != null) {
            words.add("--origin=" + origin);
        }
        if (threads != null) {
            words.add("--threads=" + threads);
        }
        if (json) {
            words.add("--json");
        }
        return words;
    }
}
