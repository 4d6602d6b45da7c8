// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.vocabulary.Digest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A process that appends to a log while its system calls fail, and prints index and hash of every
/// entry that was promised to it. [SystemCallFaultsTest] starts it.
final class FaultedWriter {
    /// Segments so small that it comes through several of them.
    static final JournalLimits LIMITS =
            new JournalLimits(
                    128 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    0,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(50));

    static final Duration PERIOD = Duration.ofMillis(30);
    private static final int ENTRIES = 600;
    private static final byte[] PADDING = "x".repeat(600).getBytes(StandardCharsets.US_ASCII);

    private FaultedWriter() {}

    /// @param arguments the data directory, a word that makes the entries different from others
    static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true);
        try (TransparencyLog log = open(Path.of(arguments[0]))) {
            for (int i = 0; i < ENTRIES; i++) {
                append(log.ledger(), (arguments[1] + i).getBytes(StandardCharsets.UTF_8), out);
            }
        } catch (IOException e) {
            out.println("refused: " + e.getMessage());
        }
        // Its threads are daemons; a fault may have left them waiting for a disk.
        Runtime.getRuntime().halt(0);
    }

    private static void append(Ledger ledger, byte[] name, PrintStream out)
            throws InterruptedException {
        byte[] entry = java.util.Arrays.copyOf(name, name.length + PADDING.length);
        System.arraycopy(PADDING, 0, entry, name.length, PADDING.length);
        try {
            long index = ledger.append(entry).get();
            out.println(index + " " + Digest.of(entry).hex());
        } catch (ExecutionException e) {
            out.println("refused: " + e.getMessage());
        }
    }

    static TransparencyLog open(Path data) throws IOException {
        Path ledger = data.resolve("ledger");
        LogKeys keys = LogKeys.open(data.resolve("keys"), ledger, "faults.example/log");
        return TransparencyLog.open(ledger, keys, Clock.systemUTC(), List.of(), LIMITS, PERIOD);
    }
}
