// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

@Timeout(60)
class RecoveryTest {
    private static final JournalLimits SMALL =
            new JournalLimits(
                    128 * 1024,
                    10_000,
                    8 * 1024 * 1024,
                    0,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500));
    private static final int FRAME = Frame.HEADER + entry(0).length;

    @TempDir private Path directory;

    @Test
    void losesNothingButTheEntriesThatWereCutOff() throws Exception {
        byte[] image = imageOf(5);
        forEveryOffsetOfTheLastThreeFrames(cut -> Arrays.copyOf(image, cut), true);
    }

    @Test
    void losesNothingButTheEntriesThatWereZeroed() throws Exception {
        byte[] image = imageOf(5);
        forEveryOffsetOfTheLastThreeFrames(
                cut -> {
                    byte[] torn = image.clone();
                    Arrays.fill(torn, cut, torn.length, (byte) 0);
                    return torn;
                },
                true);
    }

    @Test
    void isNotMisledByATailThatIsThereTwice() throws Exception {
        byte[] image = imageOf(5);
        int end = end(5);
        forEveryOffsetOfTheLastThreeFrames(
                cut -> {
                    byte[] twice = image.clone();
                    System.arraycopy(image, cut, twice, end, end - cut);
                    return twice;
                },
                false);
    }

    private void forEveryOffsetOfTheLastThreeFrames(IntFunction<byte[]> image, boolean cuts)
            throws Exception {
        for (int offset = end(2); offset < end(5); offset++) {
            restore(image.apply(offset));
            int left = cuts ? (offset - Segment.HEADER) / FRAME : 5;
            try (Ledger ledger = open()) {
                assertThat(ledger.read(0, 10))
                        .as("at %s", offset)
                        .containsExactlyElementsOf(entries(left));
                assertThat(ledger.append(entry(left)).get()).isEqualTo(left);
            }
            try (Ledger ledger = open()) {
                assertThat(ledger.read(0, 10))
                        .as("at %s", offset)
                        .containsExactlyElementsOf(entries(left + 1));
            }
        }
    }

    @Test
    void dropsABatchThatReachedTheDiskInAnotherOrder() throws Exception {
        byte[] image = imageOfOneAndABatchOf(3);
        Arrays.fill(image, end(1), end(2), (byte) 0);
        restore(image);

        try (Ledger ledger = open()) {
            assertThat(ledger.read(0, 10)).containsExactlyElementsOf(entries(1));
        }
    }

    @Test
    void doesNotBringBackWhatItDropped() throws Exception {
        byte[] image = imageOfOneAndABatchOf(3);
        Arrays.fill(image, end(1), end(2), (byte) 0);
        restore(image);
        try (Ledger ledger = open()) {
            // As long as what was dropped: the next of the dropped frames would fit behind it.
            ledger.append(entry(1)).get();
        }

        try (Ledger ledger = open()) {
            assertThat(ledger.read(0, 10)).containsExactlyElementsOf(entries(2));
        }
    }

    @Test
    void raisesTheAlarmWhenAnEntryBeforeOthersIsDamaged() throws Exception {
        byte[] image = imageOf(5);
        image[end(2) + Frame.HEADER + 3] ^= 1;
        restore(image);

        assertThatExceptionOfType(LedgerDamagedException.class)
                .isThrownBy(this::open)
                .withMessageContaining(segments().getFirst().toString())
                .withMessageContaining("offset " + end(2))
                .withMessageContaining("Restore this file from a backup");
        assertThat(Files.readAllBytes(segments().getFirst())).isEqualTo(image);
    }

    @Test
    void raisesTheAlarmWhenTheLastBatchOfAClosedLedgerIsDamaged() throws Exception {
        try (Ledger ledger = open()) {
            ledger.append(entry(0)).get();
        }
        byte[] image = Files.readAllBytes(segments().getFirst());
        image[Segment.HEADER + Frame.HEADER] ^= 1;
        restore(image);

        assertThatExceptionOfType(LedgerDamagedException.class).isThrownBy(this::open);
    }

    @Test
    void raisesTheAlarmWhenASegmentIsMissingOrCut() throws Exception {
        try (Ledger ledger = open()) {
            for (int i = 0; i < 8_000; i++) {
                var _ = ledger.append(entry(i));
            }
            ledger.append(entry(8_000)).get();
        }
        List<Path> segments = segments();
        assertThat(segments).hasSizeGreaterThan(2);
        Path middle = segments.get(1);
        byte[] image = Files.readAllBytes(middle);

        Files.write(middle, Arrays.copyOf(image, image.length / 2));
        assertThatExceptionOfType(LedgerDamagedException.class).isThrownBy(this::open);
        Files.delete(middle);
        assertThatExceptionOfType(LedgerDamagedException.class).isThrownBy(this::open);

        Files.write(middle, image);
        try (Ledger ledger = open()) {
            assertThat(ledger.size()).isEqualTo(8_001);
            assertThat(ledger.read(7_000, 1_001))
                    .containsExactlyElementsOf(
                            IntStream.range(7_000, 8_001).mapToObj(RecoveryTest::entry).toList());
        }
    }

    @Test
    void goesOnBehindASegmentThatEndedALittleBehindABlock() throws Exception {
        byte[] entry = new byte[4_096 + 25 - Segment.HEADER - Frame.HEADER];
        entry[0] = 1;
        try (Ledger ledger = open()) {
            ledger.append(entry).get();
        }
        byte[] image = Files.readAllBytes(segments().getFirst());
        restore(Arrays.copyOf(image, 4_096 + 25));

        try (Ledger ledger = open()) {
            assertThat(ledger.append(entry(1)).get()).isEqualTo(1);
            assertThat(ledger.read(0, 10)).containsExactly(entry, entry(1));
        }
    }

    @Test
    void raisesTheAlarmAboutAFileThatIsNoSegment() throws Exception {
        byte[] image = imageOf(2);
        image[10] ^= 1;
        restore(image);

        assertThatExceptionOfType(LedgerDamagedException.class)
                .isThrownBy(this::open)
                .withMessageContaining("offset 0");
    }

    @Test
    void takesFramesOfAnotherLifeOfTheFileForNothing() throws Exception {
        byte[] other = imageOf(5);
        empty();
        byte[] image = imageOf(2);
        System.arraycopy(other, end(2), image, end(2), end(5) - end(2));
        restore(image);

        try (Ledger ledger = open()) {
            assertThat(ledger.read(0, 10)).containsExactlyElementsOf(entries(2));
        }
    }

    @Test
    void takesGarbageForNothing() throws Exception {
        byte[] image = imageOf(2);
        ByteBuffer garbage = ByteBuffer.wrap(image).position(end(2));
        while (garbage.remaining() > 100) {
            garbage.putInt(Frame.MAGIC).putInt(garbage.position() % 100_000).putLong(2).putLong(9);
        }
        restore(image);
        Files.write(directory.resolve("journal/next.preparing"), new byte[] {1, 2, 3});

        try (Ledger ledger = open()) {
            assertThat(ledger.read(0, 10)).containsExactlyElementsOf(entries(2));
            assertThat(ledger.append(entry(2)).get()).isEqualTo(2);
        }
        try (Ledger ledger = open()) {
            assertThat(ledger.read(0, 10)).containsExactlyElementsOf(entries(3));
        }
    }

    /// What is on disk while entries, each with a sync of its own, are promised: as after a kill.
    private byte[] imageOf(int entries) throws Exception {
        try (Ledger ledger = open()) {
            for (int i = 0; i < entries; i++) {
                ledger.append(entry(i)).get();
            }
            return Files.readAllBytes(segments().getFirst());
        }
    }

    private byte[] imageOfOneAndABatchOf(int batch) throws Exception {
        FaultyStorage storage = new FaultyStorage(directory);
        try (Ledger ledger = Journal.open(directory, SMALL, _ -> storage)) {
            storage.holdForces();
            var _ = ledger.append(entry(0));
            storage.awaitForce();
            List<CompletableFuture<Long>> promises = new ArrayList<>();
            for (int i = 1; i <= batch; i++) {
                promises.add(ledger.append(entry(i)));
            }
            storage.releaseForces();
            for (CompletableFuture<Long> promise : promises) {
                promise.get();
            }
            return Files.readAllBytes(segments().getFirst());
        }
    }

    private void restore(byte[] image) throws IOException {
        Path first = segments().getFirst();
        empty();
        Files.write(first, image);
    }

    private void empty() throws IOException {
        for (Path segment : segments()) {
            Files.delete(segment);
        }
    }

    private List<Path> segments() throws IOException {
        try (var files = Files.list(directory.resolve("journal"))) {
            return files.filter(f -> f.toString().endsWith(Segment.SUFFIX)).sorted().toList();
        }
    }

    private Ledger open() throws IOException {
        return Journal.open(directory, SMALL, Disk::new);
    }

    /// Where the frames of the first entries end.
    private static int end(int entries) {
        return Segment.HEADER + entries * FRAME;
    }

    private static List<byte[]> entries(int count) {
        return IntStream.range(0, count).mapToObj(RecoveryTest::entry).toList();
    }

    private static byte[] entry(int i) {
        return "{\"n\":%05d}".formatted(i).getBytes(UTF_8);
    }
}
