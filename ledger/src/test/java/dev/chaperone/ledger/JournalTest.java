// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

@Timeout(60)
class JournalTest {
    private static final JournalLimits SMALL =
            new JournalLimits(
                    128 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    0,
                    Duration.ofMillis(200),
                    Duration.ofMillis(20));

    @TempDir private Path directory;

    @Test
    void keepsEntriesInOrderAcrossARestart() throws Exception {
        try (Ledger ledger = open(Disk::new)) {
            for (int i = 0; i < 2_000; i++) {
                var _ = ledger.append(entry(i));
            }
            assertThat(ledger.append(entry(2_000)).get()).isEqualTo(2_000);
        }
        try (Ledger ledger = open(Disk::new)) {
            assertThat(ledger.size()).isEqualTo(2_001);
            assertThat(ledger.read(1_990, 100)).hasSize(11).first().isEqualTo(entry(1_990));
            assertThat(ledger.append(entry(2_001)).get()).isEqualTo(2_001);
        }
    }

    @Test
    void givesManyWritersDenseIndices() throws Exception {
        Set<Long> indices = new HashSet<>();
        try (Ledger ledger = open(Disk::new)) {
            List<Thread> writers = new ArrayList<>();
            List<CompletableFuture<Long>> promises = new ArrayList<>();
            for (int w = 0; w < 8; w++) {
                writers.add(
                        Thread.startVirtualThread(() -> {
                            for (int i = 0; i < 200; i++) {
                                CompletableFuture<Long> promise = ledger.append(entry(i));
                                synchronized (promises) {
                                    promises.add(promise);
                                }
                            }
                        }));
            }
            for (Thread writer : writers) {
                writer.join();
            }
            for (CompletableFuture<Long> promise : promises) {
                indices.add(promise.get());
            }
        }
        assertThat(indices).hasSize(1_600).contains(0L, 1_599L);
    }

    @Test
    void writesWhatNobodyWaitsForSoon() throws Exception {
        try (Ledger ledger = open(Disk::new)) {
            assertThat(ledger.appendSoon(entry(0)).get(5, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void promisesNothingBeforeTheSync() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = open(_ -> storage)) {
            storage.holdForces();
            CompletableFuture<Long> promise = ledger.append(entry(0));
            storage.awaitForce();

            assertThat(promise).isNotDone();
            assertThat(ledger.size()).isZero();
            assertThat(ledger.read(0, 10)).isEmpty();

            storage.releaseForces();
            assertThat(promise.get()).isZero();
        }
    }

    @Test
    void bringsManyEntriesToDiskWithOneSync() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = open(_ -> storage)) {
            storage.holdForces();
            var _ = ledger.append(entry(0));
            storage.awaitForce();
            List<CompletableFuture<Long>> promises = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                promises.add(ledger.append(entry(i)));
            }
            int before = storage.forces();
            storage.releaseForces();
            for (CompletableFuture<Long> promise : promises) {
                promise.get();
            }
            assertThat(storage.forces() - before).isEqualTo(1);
        }
    }

    @Test
    void isPoisonedByAFailedSyncUntilARestart() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = open(_ -> storage)) {
            ledger.append(entry(0)).get();
            storage.failForces();

            assertRefused(ledger.append(entry(1)));
            assertThat(ledger.state()).isInstanceOf(Ledger.State.Poisoned.class);
            storage.releaseForces();
            assertRefused(ledger.append(entry(2)));
        }
        try (Ledger ledger = open(Disk::new)) {
            assertThat(ledger.size()).isBetween(1L, 2L);
            assertThat(ledger.state()).isInstanceOf(Ledger.State.Writing.class);
        }
    }

    @Test
    void refusesWhileTheDiskDoesNotAnswerAndGoesOnAfterwards() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = open(_ -> storage)) {
            storage.holdForces();
            assertRefused(ledger.append(entry(0)));
            assertThat(ledger.state()).isInstanceOf(Ledger.State.Full.class);

            storage.releaseForces();
            assertThat(appendUntilTaken(ledger)).isNotNegative();
        }
    }

    @Test
    void refusesOnAFullDiskAndGoesOnWhenThereIsSpace() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        storage.fill();
        try (Ledger ledger = open(_ -> storage)) {
            assertThat(ledger.state()).isInstanceOf(Ledger.State.Full.class);
            assertRefused(ledger.append(entry(0)));
            assertThat(ledger.size()).isZero();

            storage.empty();
            assertThat(appendUntilTaken(ledger)).isZero();
        }
    }

    @Test
    void losesOnlyWhatWasCutOffWhereverTheLastWriteIsTorn() throws Exception {
        writeThreeEntries();
        Path segment = onlySegment();
        byte[] whole = Files.readAllBytes(segment);
        int end = Segment.HEADER + 3 * (Frame.HEADER + entry(0).length);
        int lastFrame = end - Frame.HEADER - entry(0).length;
        for (int cut = lastFrame; cut < end; cut++) {
            zeroBehind(segment, whole, cut);
            try (Ledger ledger = open(Disk::new)) {
                assertThat(ledger.size()).as("cut at %s", cut).isEqualTo(2);
                assertThat(ledger.read(0, 10)).containsExactly(entry(0), entry(1));
            }
        }
    }

    @Test
    void raisesTheAlarmWhenAPromisedEntryIsDamaged() throws Exception {
        writeThreeEntries();
        try (RandomAccessFile file = new RandomAccessFile(onlySegment().toFile(), "rw")) {
            file.seek(Segment.HEADER + Frame.HEADER + 2);
            file.write('!');
        }

        assertThatExceptionOfType(LedgerDamagedException.class)
                .isThrownBy(() -> open(Disk::new))
                .withMessageContaining("entry 0");
    }

    @Test
    void isOpenOnlyOnce() throws Exception {
        try (Ledger first = open(Disk::new)) {
            assertThat(first.size()).isZero();
            assertThatExceptionOfType(LedgerInUseException.class)
                    .isThrownBy(() -> open(Disk::new))
                    .withMessageContaining("already open");
        }
    }

    @Test
    void refusesEntriesThatTheFormatCanNotHold() throws Exception {
        try (Ledger ledger = open(Disk::new)) {
            assertThat(ledger.append(new byte[0])).isCompletedExceptionally();
            assertThat(ledger.append(new byte[Ledger.MAX_ENTRY_BYTES + 1]))
                    .isCompletedExceptionally();
            assertThat(ledger.append(new byte[Ledger.MAX_ENTRY_BYTES]).get()).isZero();
        }
    }

    private Ledger open(Journal.StorageFactory storage) throws IOException {
        return Journal.open(directory, SMALL, storage);
    }

    private void writeThreeEntries() throws Exception {
        try (Ledger ledger = open(Disk::new)) {
            for (int i = 0; i < 3; i++) {
                ledger.append(entry(i)).get();
            }
        }
    }

    private Path onlySegment() throws IOException {
        try (var files = Files.list(directory.resolve("journal"))) {
            return files.filter(f -> f.toString().endsWith(Segment.SUFFIX))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void zeroBehind(Path segment, byte[] whole, int cut) throws IOException {
        byte[] torn = whole.clone();
        java.util.Arrays.fill(torn, cut, torn.length, (byte) 0);
        Files.write(segment, torn);
    }

    private static long appendUntilTaken(Ledger ledger) throws Exception {
        while (true) {
            try {
                return ledger.append(entry(9)).get();
            } catch (ExecutionException e) {
                assertThat(e).hasCauseInstanceOf(LedgerUnavailableException.class);
                Thread.onSpinWait();
            }
        }
    }

    private static void assertRefused(CompletableFuture<Long> promise) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> promise.get(10, TimeUnit.SECONDS))
                .withCauseInstanceOf(LedgerUnavailableException.class);
    }

    private static byte[] entry(int i) {
        return "{\"entry\":%06d}".formatted(i).getBytes(UTF_8);
    }
}
