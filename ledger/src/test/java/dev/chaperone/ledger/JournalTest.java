// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void writesWhatWaitsBeforeItCloses() throws Exception {
        List<CompletableFuture<Long>> promises = new ArrayList<>();
        Ledger ledger = open(Disk::new);
        for (int i = 0; i < 100; i++) {
            promises.add(ledger.appendSoon(entry(i)));
        }
        ledger.close();
        ledger.close();

        assertThat(promises).allMatch(CompletableFuture::isDone);
        assertThat(promises.getLast().get()).isEqualTo(99);
        assertThat(ledger.state()).isEqualTo(new Ledger.State.Closed());
        assertRefused(ledger.append(entry(100)));
    }

    @Test
    void readsOnWhenAReaderIsInterrupted() throws Exception {
        try (Ledger ledger = open(Disk::new)) {
            ledger.append(entry(0)).get();
            Thread reader =
                    Thread.startVirtualThread(() -> {
                        Thread.currentThread().interrupt();
                        assertThatIOException().isThrownBy(() -> ledger.read(0, 1));
                    });
            reader.join();

            assertThat(ledger.append(entry(1)).get()).isEqualTo(1);
            assertThat(ledger.read(0, 2)).containsExactly(entry(0), entry(1));
        }
    }

    @Test
    void answersManyLargeEntriesInParts() throws Exception {
        byte[] large = new byte[Ledger.MAX_ENTRY_BYTES];
        try (Ledger ledger = open(Disk::new)) {
            for (int i = 0; i < 300; i++) {
                ledger.append(large).get();
            }
            ledger.append(entry(300)).get();

            List<byte[]> first = ledger.read(0, 1_000);
            assertThat(first).hasSizeBetween(256, 258);
            assertThat(ledger.read(first.size(), 1_000)).hasSize(301 - first.size());
            assertThat(ledger.read(301, 1_000)).isEmpty();
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        try (Ledger ledger = open(Disk::new)) {
            ledger.append(entry(0)).get();
            Path journal = directory.resolve("journal");
            assertThat(permissions(journal)).isEqualTo("rwx------");
            assertThat(permissions(directory.resolve("lock"))).isEqualTo("rw-------");
            try (var files = Files.list(journal)) {
                assertThat(files.map(JournalTest::permissions)).containsOnly("rw-------");
            }
        }
    }

    @Test
    void saysWhatToDoAboutADirectoryItCanNotUse() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));

        assertThatIOException()
                .isThrownBy(() -> Ledgers.open(file.resolve("ledger")))
                .withMessageContaining("can not be kept in " + file)
                .withMessageContaining("choose another data directory");
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

    private static String permissions(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
