// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.tlog.Bundle;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

class BundlesTest {
    @TempDir private Path data;

    @Test
    void areInTheDirectoryWhenTheLogIsClosed() throws Exception {
        TestLog.make(data, 600);

        assertThat(Files.readAllBytes(file("000"))).isEqualTo(content(0, 256));
        assertThat(Files.readAllBytes(file("001"))).isEqualTo(content(256, 512));
        assertThat(Files.readAllBytes(file("002.p/88"))).isEqualTo(content(512, 600));
    }

    @Test
    void areReadFromTheJournalUntilTheyAreWritten() throws Exception {
        try (TransparencyLog log = TestLog.open(data)) {
            TestLog.append(log, 600);
            Files.delete(file("001"));
            Files.delete(file("002.p/88"));

            assertThat(log.bundle(new Bundle(1, 256))).contains(content(256, 512));
            assertThat(log.bundle(new Bundle(2, 80))).contains(content(512, 592));
            assertThat(log.bundle(new Bundle(3, 1))).isEmpty();
        }
    }

    @Test
    void comeLaterWhenThereIsNoTime() throws Exception {
        TestLog.make(data, 0);
        try (Journal journal =
                Journal.open(data.resolve("ledger"), JournalLimits.DEFAULT, Disk::new)) {
            for (long i = 0; i < 600; i++) {
                var _ = journal.append(TestLog.entry(i));
            }
            long _ = journal.append(TestLog.entry(600)).get();
            TilesOnDisk onDisk = TilesOnDisk.of(data.resolve("ledger"), journal.size());
            Bundles bundles = new Bundles(journal, new TileFiles(data.resolve("ledger")), onDisk);

            bundles.write(600, Duration.ZERO);
            assertThat(file("000")).doesNotExist();

            bundles.write(600, TestLog.PATIENCE);
            assertThat(Files.readAllBytes(file("001"))).isEqualTo(content(256, 512));
            assertThat(Files.readAllBytes(file("002.p/88"))).isEqualTo(content(512, 600));
        }
    }

    @Test
    void areDeletedByTheNextStartWhenAPruningWasInterrupted() throws Exception {
        TestLog.make(data, 1_500);
        byte[] left = Files.readAllBytes(file("003"));
        try (TransparencyLog log = TestLog.open(data)) {
            assertThat(log.prune(1_024)).isEqualTo(1_024);
        }
        Files.write(file("003"), left);

        try (TransparencyLog log = TestLog.open(data)) {
            assertThat(file("003")).doesNotExist();
            assertThat(log.bundle(new Bundle(3, 256))).isEmpty();
            assertThat(log.bundle(new Bundle(4, 256))).contains(content(1_024, 1_280));
        }
    }

    @Test
    void andEntriesThatWerePrunedAreShownToNobody() throws Exception {
        TestLog.make(data, 1_500);

        try (TransparencyLog log = TestLog.open(data)) {
            log.prune(1_024);

            assertThat(log.ledger().first()).isEqualTo(1_024);
            assertThatExceptionOfType(PrunedException.class)
                    .isThrownBy(() -> log.ledger().read(1_023, 1));
            assertThat(log.ledger().read(1_024, 1)).containsExactly(TestLog.entry(1_024));
        }
    }

    private Path file(String name) {
        return data.resolve("ledger/tile/entries/" + name);
    }

    private static byte[] content(long from, long to) {
        List<byte[]> entries = LongStream.range(from, to).mapToObj(TestLog::entry).toList();
        return Bundle.encode(entries);
    }
}
