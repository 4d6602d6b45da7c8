// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.bench;

import dev.chaperone.ledger.LogKeys;
import dev.chaperone.ledger.TransparencyLog;
import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Note;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// What a promise of the ledger costs beside the raw probe of the same run: `append DIR ROUNDS
/// SECONDS`; how a long ledger behaves: `grow DIR ENTRIES KIND`; and what hashing alone costs:
/// `hash KIND ENTRIES leaves|tree`.
public final class LedgerBench {
    private static final int ENTRY = 1_024;
    private static final int MANY = 1_024;
    private static final double WARM_UP_SECONDS = 3;
    private static final long LARGE = 1024L * 1024;
    private static final long PROBE_FILE = 512L * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final PrintStream OUT = System.out;

    private LedgerBench() {}

    /// Measures what the first argument names.
    ///
    /// @param arguments see the class
    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        switch (arguments[0]) {
            case "append" ->
                    append(
                            Path.of(arguments[1]),
                            Integer.parseInt(arguments[2]),
                            Double.parseDouble(arguments[3]));
            case "grow" ->
                    grow(
                            Path.of(arguments[1]),
                            Long.parseLong(arguments[2]),
                            SampleEntry.valueOf(arguments[3]));
            case "hash" ->
                    OUT.printf(
                            "%.0f%n",
                            HashProbe.run(
                                    SampleEntry.valueOf(arguments[1]),
                                    Long.parseLong(arguments[2]),
                                    "tree".equals(arguments[3])));
            default ->
                    throw new IllegalArgumentException("append, grow or hash, not " + arguments[0]);
        }
    }

    private static void append(Path directory, int rounds, double seconds) throws Exception {
        // Not counted: the compiler is at work.
        Path warm = Files.createDirectories(directory.resolve("warm-up"));
        var _ = round(warm, WARM_UP_SECONDS);
        deleteLarge(warm);
        List<double[]> all = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            Path here = Files.createDirectories(directory.resolve("round-" + round));
            all.add(round(here, seconds));
            double[] it = all.getLast();
            OUT.printf(
                    "round %d: raw appending %,.0f/s, raw overwriting %,.0f/s, ledger %,.0f/s (%.2f, %.2f)%n",
                    round + 1, it[0], it[1], it[2], it[2] / it[0], it[2] / it[1]);
            deleteLarge(here);
        }
        OUT.printf("1,024 in flight, 1 KB, medians of %d rounds of %.0f s%n", rounds, seconds);
        OUT.printf(
                "  raw appending %,.0f/s, raw overwriting %,.0f/s, ledger %,.0f/s; ratio to appending %.2f, to overwriting %.2f%n",
                median(all, it -> it[0]),
                median(all, it -> it[1]),
                median(all, it -> it[2]),
                median(all, it -> it[2] / it[0]),
                median(all, it -> it[2] / it[1]));
        OUT.printf(
                "  p99: raw appending %,.0f us, raw overwriting %,.0f us, ledger %,.0f us; longest wait for a checkpoint %.2f s%n",
                median(all, it -> it[3]),
                median(all, it -> it[4]),
                median(all, it -> it[5]),
                median(all, it -> it[6]));
        OUT.printf(
                "one at a time%n  p50: raw overwriting %,.0f us, ledger %,.0f us; p99: %,.0f us, %,.0f us%n",
                median(all, it -> it[7]),
                median(all, it -> it[8]),
                median(all, it -> it[9]),
                median(all, it -> it[10]));
    }

    private static double[] round(Path here, double seconds) throws Exception {
        byte[] entry = new byte[ENTRY];
        new Random(1).nextBytes(entry);
        Load.Result appending;
        try (RawProbe probe = RawProbe.appending(here.resolve("appended"))) {
            appending = Load.run(probe::append, _ -> entry.clone(), MANY, seconds);
        }
        Files.delete(here.resolve("appended"));
        Load.Result overwriting;
        Load.Result overwritingOne;
        try (RawProbe probe = RawProbe.overwriting(here.resolve("overwritten"), PROBE_FILE)) {
            overwriting = Load.run(probe::append, _ -> entry.clone(), MANY, seconds);
            overwritingOne = Load.run(probe::append, _ -> entry.clone(), 1, seconds / 2);
        }
        try (TransparencyLog log = open(here)) {
            Lag lag = Lag.watch(log);
            Load.Result ours = Load.run(log.ledger()::append, _ -> entry.clone(), MANY, seconds);
            double worst = lag.end();
            var _ = log.awaitCheckpoint(log.ledger().size() - 1, PATIENCE).orElseThrow();
            Load.Result oursOne =
                    Load.run(log.ledger()::append, _ -> entry.clone(), 1, seconds / 2);
            return new double[] {
                appending.perSecond(),
                overwriting.perSecond(),
                ours.perSecond(),
                appending.micros(0.99),
                overwriting.micros(0.99),
                ours.micros(0.99),
                worst,
                overwritingOne.micros(0.5),
                oursOne.micros(0.5),
                overwritingOne.micros(0.99),
                oursOne.micros(0.99)
            };
        }
    }

    private static void grow(Path directory, long entries, SampleEntry kind) throws Exception {
        try (TransparencyLog log = open(directory)) {
            long began = System.nanoTime();
            long step = Math.max(1, entries / 10);
            for (long size = log.ledger().size(); size < entries; ) {
                size = appendUpTo(log, Math.min(entries, size + step), kind);
                var _ = log.awaitCheckpoint(size - 1, PATIENCE).orElseThrow();
                System.gc();
                Runtime jvm = Runtime.getRuntime();
                OUT.printf(
                        "%,d entries after %.0f s, heap %d MB%n",
                        size,
                        (System.nanoTime() - began) / 1e9,
                        (jvm.totalMemory() - jvm.freeMemory()) / (1024 * 1024));
            }
            prove(log);
        }
        long began = System.nanoTime();
        open(directory).close();
        OUT.printf("opened and closed in %.2f s%n", (System.nanoTime() - began) / 1e9);
    }

    private static long appendUpTo(TransparencyLog log, long size, SampleEntry kind)
            throws Exception {
        List<CompletableFuture<Long>> batch = new ArrayList<>();
        for (long i = log.ledger().size(); i < size; i++) {
            batch.add(log.ledger().append(kind.at(i)));
            if (batch.size() == 10_000) {
                CompletableFuture.allOf(batch.toArray(CompletableFuture[]::new)).get();
                batch.clear();
            }
        }
        CompletableFuture.allOf(batch.toArray(CompletableFuture[]::new)).get();
        return size;
    }

    private static void prove(TransparencyLog log) throws IOException {
        Random random = new Random(7);
        long[] took = new long[2_000];
        for (int i = 0; i < took.length; i++) {
            long index = random.nextLong(log.ledger().size());
            long began = System.nanoTime();
            var _ = log.receipt(index).orElseThrow();
            took[i] = System.nanoTime() - began;
        }
        Arrays.sort(took);
        OUT.printf(
                "a receipt: p50 %.2f ms, p99 %.2f ms, longest %.2f ms%n",
                took[took.length / 2] / 1e6,
                took[took.length * 99 / 100] / 1e6,
                took[took.length - 1] / 1e6);
    }

    private static TransparencyLog open(Path directory) throws IOException {
        Path ledger = directory.resolve("ledger");
        LogKeys keys = LogKeys.open(directory.resolve("keys"), ledger, "bench.example/log");
        return TransparencyLog.open(ledger, keys, Clock.systemUTC(), List.of());
    }

    /// The longest time from an entry being promised to a checkpoint that covers it.
    private static final class Lag {
        private final TransparencyLog log;
        private final Thread thread;
        private volatile boolean ending;
        private volatile double worst;

        private Lag(TransparencyLog log) {
            this.log = log;
            this.thread = Thread.ofPlatform().daemon().start(this::run);
        }

        static Lag watch(TransparencyLog log) {
            return new Lag(log);
        }

        private void run() {
            try {
                while (!ending) {
                    long size = log.ledger().size();
                    long promised = System.nanoTime();
                    if (size > 0) {
                        Note note =
                                Note.parse(log.awaitCheckpoint(size - 1, PATIENCE).orElseThrow());
                        worst = Math.max(worst, (System.nanoTime() - promised) / 1e9);
                        var _ = Checkpoint.parse(note.text());
                    }
                    Thread.onSpinWait();
                }
            } catch (Exception e) {
                throw new IllegalStateException("Watching the checkpoints failed", e);
            }
        }

        double end() throws InterruptedException {
            ending = true;
            thread.join();
            return worst;
        }
    }

    private static double median(List<double[]> rounds, ToDoubleFunction<double[]> figure) {
        double[] values = rounds.stream().mapToDouble(figure).sorted().toArray();
        return values[values.length / 2];
    }

    /// Makes room for the next round. The many small files stay until the end: some file systems
    /// make new ones slowly for minutes after many were deleted.
    private static void deleteLarge(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                if (Files.size(each) > LARGE) {
                    Files.delete(each);
                }
            }
        }
    }
}
