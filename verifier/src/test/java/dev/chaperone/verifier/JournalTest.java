// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// A journal whose damage is told from writes that were cut off.
class JournalTest {
    private static final int SIZE = 600;
    // "leaf 100" to "leaf 999" have frames of 36 bytes, those before are one or two shorter.
    private static final int FRAME_OF_100 = 64 + 10 * 34 + 90 * 35;

    @TempDir private Path folder;
    private SampleLog log;

    @BeforeEach
    void write() throws IOException {
        log = new SampleLog(folder, SIZE).writeTree(400);
    }

    private Path segment(int first) {
        return folder.resolve("journal/%020d.segment".formatted(first));
    }

    private static int frame(int entry) {
        return FRAME_OF_100 + (entry - 100) * 36;
    }

    private void change(int first, int offset, int to) throws IOException {
        byte[] file = Files.readAllBytes(segment(first));
        file[offset] = (byte) to;
        Files.write(segment(first), file);
    }

    private void expect(int code, String said) {
        Ran ran = Ran.of("ledger", folder);
        assertThat(ran.out()).contains(said);
        assertThat(ran.code()).isEqualTo(code);
    }

    @Test
    void countsWhatTheCheckpointDoesNotCover() throws IOException {
        log.writeSegment(0, SIZE, 5, true, 1000);
        expect(
                0,
                "600 entries in 1 file, 400 compared with the tree, 200 not covered by the"
                        + " checkpoint yet; the journal was closed properly");
    }

    @Test
    void followsTheFilesOfAJournal() throws IOException {
        log.writeSegment(0, 250, 5, false, 1000);
        log.writeSegment(250, 500, 6, false, 0);
        log.writeSegment(500, 600, 7, false, 10);
        log.writeSegment(600, 600, 8, false, 10);
        expect(0, "600 entries in 4 files, 400 compared");
        Files.delete(segment(250));
        expect(1, "starts with entry 500, but the files before it end before entry 250");
    }

    @Test
    void checksABundleOnceAlsoWhenItsEntriesLieInSeveralFiles() throws IOException {
        log.writeSegment(0, 100, 5, false, 0);
        log.writeSegment(100, 250, 6, false, 0);
        log.writeSegment(250, 600, 7, true, 0);
        for (String threads : new String[] {"1", "4"}) {
            Ran whole = Ran.of("ledger", folder, "--threads", threads);
            assertThat(whole.out())
                    .contains("400 entries were hashed and compared")
                    .contains("600 entries in 3 files, 400 compared with the tree");
            assertThat(whole.code()).isZero();
        }
        Path bundle = folder.resolve("tile/entries/000");
        byte[] bytes = Files.readAllBytes(bundle);
        bytes[5] ^= 1;
        Files.write(bundle, bytes);
        for (String threads : new String[] {"1", "4"}) {
            Ran damaged = Ran.of("ledger", folder, "--threads", threads);
            assertThat(damaged.out())
                    .containsOnlyOnce("entries/000: entry 0 is not the one in the tree")
                    .contains("144 entries were hashed and compared")
                    .contains("ok     journal: 600 entries in 3 files, 400 compared with the tree");
            assertThat(damaged.code()).isEqualTo(1);
        }
    }

    @Test
    void checksTheBundlesThatTheJournalDoesNotHold() throws IOException {
        new SampleLog(folder, SIZE).writeTree(SIZE);
        Files.writeString(folder.resolve("minimum-index"), "300\n");
        log.writeSegment(300, SIZE, 5, true, 0);
        byte[] bytes = Files.readAllBytes(folder.resolve("tile/entries/000"));
        bytes[5] ^= 1;
        Files.write(folder.resolve("tile/entries/000"), bytes);
        expect(1, "tile/entries/000: entry 0 is not the one in the tree");
        expect(1, "300 entries in 1 file, 300 compared with the tree");
    }

    @Test
    void takesACutOffWriteForWhatItIs() throws IOException {
        log.writeSegment(0, SIZE, 5, false, 1000);
        byte[] file = Files.readAllBytes(segment(0));
        // The last batch begins with entry 596; half of it is missing.
        Arrays.fill(file, frame(597), frame(598) + 5, (byte) 0);
        Files.write(segment(0), file);
        expect(
                0,
                "bytes of unfinished writes, which nobody was promised, lie at offset "
                        + frame(597));
    }

    @Test
    void takesAMissingEntryThatWasOnDiskForDamage() throws IOException {
        log.writeSegment(0, SIZE, 5, false, 1000);
        byte[] file = Files.readAllBytes(segment(0));
        Arrays.fill(file, frame(500), frame(502), (byte) 0);
        Files.write(segment(0), file);
        expect(
                1,
                "entries 500 to 501 at offset %d are damaged, though 504 entries were on disk when offset %d was written"
                        .formatted(frame(500), frame(504)));
        expect(1, "600 entries");
    }

    @Test
    void takesADamagedLastEntryForDamageWhenTheJournalWasClosed() throws IOException {
        log.writeSegment(0, SIZE, 5, true, 1000);
        change(0, frame(599) + 30, 'x');
        expect(
                1,
                "entry 599 at offset "
                        + frame(599)
                        + " is damaged, though 600 entries were on disk");
    }

    @Test
    void takesWhatTheCheckpointCoversForPromised() throws IOException {
        log.writeSegment(0, 400, 5, false, 1000);
        change(0, frame(399) + 30, 'x');
        expect(1, "entry 399 at offset " + frame(399) + " is damaged");
        log.writeSegment(0, 390, 5, true, 1000);
        expect(1, "ends before entry 390, but the checkpoint covers 400 entries");
    }

    @Test
    void findsAnEntryThatWasReplacedWithARightChecksum() throws IOException {
        byte[] real = log.entries.set(300, "loaf 300".getBytes(StandardCharsets.UTF_8));
        log.writeSegment(0, SIZE, 5, true, 1000);
        expect(1, "entry 300 at offset " + frame(300) + " is not the one in the tree");
        log.entries.set(300, real);
    }

    @Test
    void findsEachOfSeveralDamages() throws IOException {
        log.writeSegment(0, 300, 5, false, 0);
        log.writeSegment(300, SIZE, 6, true, 100);
        change(0, frame(150) + 29, 'x');
        change(0, frame(250) + 29, 'x');
        change(300, 64 + 36 * 50, 'x');
        expect(1, "entry 150 at offset");
        expect(1, "entry 250 at offset");
        expect(1, "entry 350 at offset");
    }

    @Test
    void wantsZerosBehindTheLastEntryOfAFullFile() throws IOException {
        log.writeSegment(0, 300, 5, false, 1000);
        log.writeSegment(300, SIZE, 6, true, 100);
        change(0, (int) Files.size(segment(0)) - 7, 1);
        expect(1, "behind its last entry, at offset " + frame(300) + ", are not zero");
    }

    @Test
    void refusesHeadersThatAreDamagedAndFilesThatWereRenamed() throws IOException {
        log.writeSegment(0, SIZE, 5, true, 1000);
        for (int offset : new int[] {0, 9, 17, 25}) {
            byte[] good = Files.readAllBytes(segment(0));
            change(0, offset, 0x55);
            expect(1, "the header is damaged, so its entries can not be read");
            Files.write(segment(0), good);
        }
        change(0, 60, 1);
        expect(1, "the header is damaged at offset 60");
        log.writeSegment(0, SIZE, 5, true, 1000);
        Files.move(segment(0), segment(1));
        expect(1, "the file was renamed, it starts with entry 0");
        Files.move(segment(1), folder.resolve("journal/1.segment"));
        expect(1, "journal/1.segment: is not the name of a journal's file");
    }

    @Test
    void keepsFramesOfAnotherLifeOfTheBlocksOut() throws IOException {
        log.writeSegment(0, SIZE, 5, false, 0);
        byte[] file = Files.readAllBytes(segment(0));
        byte[] stale = SampleLog.frame(4, 600, 600, new byte[] {1});
        byte[] longer = Arrays.copyOf(file, file.length + stale.length);
        System.arraycopy(stale, 0, longer, file.length, stale.length);
        Files.write(segment(0), longer);
        expect(0, "600 entries in 1 file");
        expect(0, "29 bytes of unfinished writes");
    }
}
