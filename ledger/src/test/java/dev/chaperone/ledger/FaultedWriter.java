// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Note;
import dev.chaperone.vocabulary.Digest;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A process that appends to a log while its system calls fail, opens it again when it can not go
/// on, and prints every promise and every checkpoint that it gets. [SystemCallFaultsTest] starts
/// it.
final class FaultedWriter {
    /// Segments so small that it comes through several of them.
    static final JournalLimits LIMITS =
            new JournalLimits(
                    128 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    0,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(20));

    static final Duration PERIOD = Duration.ofMillis(15);
    private static final int ENTRIES = 600;
    private static final int LIVES = 20;
    private static final int BYTES = 600;

    private final PrintStream out = new PrintStream(System.out, true);
    private final Path data;
    private final String word;
    private int tried;
    private String head = "";

    private FaultedWriter(Path data, String word) {
        this.data = data;
        this.word = word;
    }

    /// @param arguments the data directory, one to warm up in, a word that makes the entries
    ///   different from others
    static void main(String[] arguments) throws Exception {
        FaultedWriter writer = new FaultedWriter(Path.of(arguments[0]), arguments[2]);
        writer.warmUp(Path.of(arguments[1]));
        TracedProcess.awaitFaults();
        for (int life = 0; life < LIVES && writer.tried < ENTRIES; life++) {
            writer.live();
        }
        writer.out.println("end");
        // The ledger's threads are daemons; a fault may have left them waiting for a disk.
        Runtime.getRuntime().halt(0);
    }

    private void warmUp(Path elsewhere) throws Exception {
        TracedProcess.load(TransparencyLog.class);
        TracedProcess.load(Note.class);
        try (TransparencyLog log = open(elsewhere)) {
            log.ledger().append(entry("warm")).get();
            var _ = log.awaitCheckpoint(0, Duration.ofSeconds(20));
        }
        out.println(TracedProcess.WARM);
    }

    /// From an opening to the next fault that only a restart mends.
    private void live() throws InterruptedException, MalformedException {
        try (TransparencyLog log = open(data)) {
            while (tried < ENTRIES && !(log.ledger().state() instanceof Ledger.State.Poisoned)) {
                if (log.ledger().state() instanceof Ledger.State.Writing) {
                    append(log.ledger(), entry(word + tried++));
                    show(log);
                }
            }
        } catch (IOException e) {
            tried++;
            out.println("refused: " + e.getMessage());
        }
    }

    private void append(Ledger ledger, byte[] entry) throws InterruptedException {
        try {
            long index = ledger.append(entry).get();
            out.println("promised " + index + " " + Digest.of(entry).hex());
        } catch (ExecutionException e) {
            out.println("refused: " + e.getMessage());
        }
    }

    private void show(TransparencyLog log) throws MalformedException {
        String now = log.checkpoint().orElse("");
        if (!now.equals(head)) {
            head = now;
            Checkpoint signed = Checkpoint.parse(Note.parse(now).text());
            out.println("signed " + signed.size() + " " + signed.root());
        }
    }

    static byte[] entry(String name) {
        return Arrays.copyOf(name.getBytes(US_ASCII), BYTES);
    }

    static TransparencyLog open(Path data) throws IOException {
        Path ledger = data.resolve("ledger");
        Files.createDirectories(data);
        LogKeys keys = LogKeys.open(data.resolve("keys"), ledger, "faults.example/log");
        return TransparencyLog.open(ledger, keys, Clock.systemUTC(), List.of(), LIMITS, PERIOD);
    }
}
