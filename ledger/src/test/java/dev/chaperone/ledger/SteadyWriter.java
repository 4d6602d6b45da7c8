// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.vocabulary.Digest;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;

/// A process that appends until it is killed, and prints index and hash of every entry that was
/// promised to it, and each refusal. [LostPermissionTest] starts it.
final class SteadyWriter {
    private SteadyWriter() {}

    /// @param arguments the data directory
    static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true);
        TransparencyLog log = FaultedWriter.open(Path.of(arguments[0]));
        for (int i = 0; ; i++) {
            byte[] entry = FaultedWriter.entry("entry " + i);
            try {
                long index = log.ledger().append(entry).get();
                out.println(index + " " + Digest.of(entry).hex());
            } catch (ExecutionException e) {
                out.println("refused: " + e.getMessage());
                while (log.ledger().state() instanceof Ledger.State.Full) {
                    Thread.onSpinWait();
                }
            }
        }
    }
}
