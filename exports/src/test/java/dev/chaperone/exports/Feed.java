// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// A ledger and what follows it, in a directory that outlives both.
final class Feed implements AutoCloseable {
    static final Pace FAST =
            new Pace(
                    Duration.ofMillis(5),
                    Duration.ofMillis(5),
                    Duration.ofMillis(50),
                    Duration.ofSeconds(2),
                    Duration.ofMillis(2_500),
                    100,
                    64 * 1024);

    private final Path directory;
    private final Ledger ledger;
    private Forwarding forwarding;

    private Feed(Path directory, Ledger ledger, Forwarding forwarding) {
        this.directory = directory;
        this.ledger = ledger;
        this.forwarding = forwarding;
    }

    static Feed open(Path directory, Target... targets) throws IOException {
        Ledger ledger = Ledgers.open(directory.resolve("ledger"));
        return new Feed(directory, ledger, follow(ledger, directory, targets));
    }

    private static Forwarding follow(Ledger ledger, Path directory, Target... targets)
            throws IOException {
        return Forwarding.start(
                ledger,
                Samples.ORIGIN,
                List.of(targets),
                directory.resolve("forward"),
                _ -> "ada@x.example",
                Clock.systemUTC(),
                FAST);
    }

    /// Ends the forwarding and begins another.
    void restart(Target... targets) throws IOException {
        forwarding.close();
        forwarding = follow(ledger, directory, targets);
    }

    Ledger ledger() {
        return ledger;
    }

    void append(int entries) throws ExecutionException, InterruptedException {
        List<CompletableFuture<Long>> promised = new ArrayList<>();
        for (int i = 0; i < entries; i++) {
            byte[] leaf =
                    Leaves.write(
                            Samples.change(
                                    "token.created",
                                    "token_" + i,
                                    Map.of("name", "x".repeat(300))));
            promised.add(ledger.append(leaf));
        }
        for (CompletableFuture<Long> each : promised) {
            each.get();
        }
    }

    TargetState state() {
        return forwarding.states().getFirst();
    }

    /// Waits until the first target has everything.
    void caughtUp() {
        Until.holds(() -> state().sent() == ledger.size(), () -> state() + " of " + ledger.size());
    }

    /// Waits until a try failed with a sentence that contains this.
    void failedWith(String words) {
        Until.holds(
                () -> String.valueOf(state().lastError()).contains(words),
                () -> state().toString());
    }

    @Override
    public void close() throws IOException {
        forwarding.close();
        ledger.close();
    }
}
