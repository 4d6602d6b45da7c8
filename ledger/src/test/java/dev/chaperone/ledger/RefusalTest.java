// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/// Disks that fill up, fail and hang: nothing is promised, and who waits is told in time.
@Timeout(60)
class RefusalTest {
    private static final JournalLimits SMALL =
            new JournalLimits(
                    128 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    0,
                    Duration.ofMillis(200),
                    Duration.ofMillis(20));

    // Does not look at the disk before it has to.
    private static final JournalLimits PATIENT =
            new JournalLimits(
                    128 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    0,
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200));

    @TempDir private Path directory;

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
    void overcomesADiskThatFillsUpInTheMiddleOfAWrite() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = open(_ -> storage)) {
            ledger.append(entry(0)).get();
            storage.failWrites("No space left on device");
            assertRefused(ledger.append(entry(1)));
            assertThat(ledger.state()).isInstanceOf(Ledger.State.Full.class);
            assertThat(ledger.read(0, 10)).containsExactly(entry(0));

            storage.mendWrites();
            assertThat(appendUntilTaken(ledger)).isEqualTo(1);
        }
        try (Ledger ledger = open(Disk::new)) {
            assertThat(ledger.read(0, 10)).containsExactly(entry(0), entry(9));
        }
    }

    @Test
    void fillsItsSegmentAndThenRefusesWhenThereIsNoSpaceForAnother() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        byte[] large = new byte[60_000];
        try (Ledger ledger = open(_ -> storage, PATIENT)) {
            ledger.append(large).get();
            storage.fill();
            ledger.append(large).get();
            assertRefused(ledger.append(large));

            storage.empty();
            assertThat(appendUntilTaken(ledger)).isEqualTo(2);
        }
    }

    @Test
    void refusesAlreadyWhenTheDiskIsAboutToFillUp() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = open(_ -> storage)) {
            ledger.append(entry(0)).get();
            storage.fill();
            awaitState(ledger, Ledger.State.Full.class);
            assertRefused(ledger.append(entry(1)));

            storage.empty();
            assertThat(appendUntilTaken(ledger)).isEqualTo(1);
        }
    }

    @Test
    void isPoisonedByAFailedWrite() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = open(_ -> storage)) {
            ledger.append(entry(0)).get();
            storage.failWrites("Input/output error");
            assertRefused(ledger.append(entry(1)));
            storage.mendWrites();

            assertThat(ledger.state()).isInstanceOf(Ledger.State.Poisoned.class);
            assertRefused(ledger.append(entry(2)));
            assertThat(ledger.read(0, 10)).containsExactly(entry(0));
        }
        try (Ledger ledger = open(Disk::new)) {
            assertThat(ledger.append(entry(3)).get()).isEqualTo(1);
        }
    }

    @Test
    void refusesWhatDoesNotFitTheQueue() throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        JournalLimits two =
                new JournalLimits(
                        128 * 1024, 2, 1_000, 0, Duration.ofMinutes(1), Duration.ofMillis(20));
        try (Ledger ledger = open(_ -> storage, two)) {
            storage.holdForces();
            CompletableFuture<Long> written = ledger.append(entry(0));
            storage.awaitForce();
            assertRefused(ledger.append(new byte[1_001]));
            CompletableFuture<Long> queued = ledger.append(entry(1));
            CompletableFuture<Long> queuedToo = ledger.appendSoon(entry(2));
            assertRefused(ledger.append(entry(3)));

            storage.releaseForces();
            assertThat(List.of(written.get(), queued.get(), queuedToo.get()))
                    .containsExactly(0L, 1L, 2L);
        }
    }

    private Ledger open(Journal.StorageFactory storage) throws IOException {
        return open(storage, SMALL);
    }

    private Ledger open(Journal.StorageFactory storage, JournalLimits limits) throws IOException {
        return Journal.open(directory, limits, storage);
    }

    private static void awaitState(Ledger ledger, Class<? extends Ledger.State> state) {
        while (!state.isInstance(ledger.state())) {
            Thread.onSpinWait();
        }
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
