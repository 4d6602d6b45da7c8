// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A log with small segments below a directory of data, as an instance has it.
final class TestLog {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final JournalLimits SMALL =
            new JournalLimits(
                    128 * 1024,
                    100_000,
                    64 * 1024 * 1024,
                    0,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500));

    private TestLog() {}

    static TransparencyLog open(Path data) throws IOException {
        Path ledger = data.resolve("ledger");
        LogKeys keys = LogKeys.open(data.resolve("keys"), ledger, null);
        return TransparencyLog.open(
                ledger, keys, Clock.systemUTC(), List.of(), SMALL, Duration.ofMillis(20));
    }

    /// A closed log of so many entries.
    static void make(Path data, int entries) throws Exception {
        try (TransparencyLog log = open(data)) {
            append(log, entries);
        }
    }

    /// Appends so many entries more and waits until they are signed.
    static void append(TransparencyLog log, int entries) throws Exception {
        List<CompletableFuture<Long>> promises = new ArrayList<>();
        long from = log.ledger().size();
        for (long i = from; i < from + entries; i++) {
            promises.add(log.ledger().append(entry(i)));
        }
        CompletableFuture.allOf(promises.toArray(CompletableFuture[]::new)).get();
        var _ = log.awaitCheckpoint(from + entries - 1, PATIENCE).orElseThrow();
    }

    static byte[] entry(long i) {
        return ("{\"entry\":" + i + "}").getBytes(UTF_8);
    }
}
