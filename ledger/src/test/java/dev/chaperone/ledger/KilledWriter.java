// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.vocabulary.Digest;

import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/// A process that appends until it is killed, and prints index and hash of every entry that was
/// promised to it. [KillTest] starts it.
final class KilledWriter {
    static final JournalLimits LIMITS =
            new JournalLimits(
                    256 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    0,
                    Duration.ofSeconds(20),
                    Duration.ofMillis(500));
    private static final int IN_FLIGHT = 32;

    private KilledWriter() {}

    /// @param arguments the ledger's directory, a seed
    static void main(String[] arguments) throws Exception {
        Random random = new Random(Long.parseLong(arguments[1]));
        Semaphore slots = new Semaphore(IN_FLIGHT);
        PrintStream out = new PrintStream(System.out, true);
        Ledger ledger = Journal.open(Path.of(arguments[0]), LIMITS, Disk::new);
        while (true) {
            slots.acquire();
            ByteBuffer entry = ByteBuffer.allocate(16 + random.nextInt(2_000));
            random.nextBytes(entry.array());
            String hash = Digest.of(entry.array()).hex();
            CompletableFuture<Long> promise =
                    random.nextBoolean()
                            ? ledger.append(entry.array())
                            : ledger.appendSoon(entry.array());
            var _ =
                    promise.thenAccept(index -> {
                        out.print(index + " " + hash + "\n");
                        slots.release();
                    });
        }
    }
}
