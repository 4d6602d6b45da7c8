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
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Whatever is changed in a ledger's files is found, and named.
class DamageTest {
    // Three full tiles on level 0, a partial one, a level above.
    private static final int SIZE = 1000;
    private static final int FLIPS_PER_FILE = 25;

    @TempDir private Path folder;
    private SampleLog log;

    @BeforeEach
    void write() throws IOException {
        log = SampleLog.written(folder, SIZE);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private byte[] flip(String file, int offset, int bit) throws IOException {
        byte[] good = Files.readAllBytes(folder.resolve(file));
        byte[] bad = good.clone();
        bad[offset] ^= (byte) (1 << bit);
        Files.write(folder.resolve(file), bad);
        return good;
    }

    private void expect(String named) {
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out()).contains(named);
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void findsAnyFlippedBitOfAnyFileAndNamesTheFile() throws IOException {
        Random random = new Random(8);
        for (String file : files()) {
            int length = (int) Files.size(folder.resolve(file));
            for (int i = 0; i < FLIPS_PER_FILE; i++) {
                int offset = random.nextInt(length);
                byte[] good = flip(file, offset, random.nextInt(8));
                Ran ran = Ran.ledger(folder);
                String flip = "%s at %d".formatted(file, offset);
                boolean behindAll = ran.out().contains("unfinished writes");
                assertThat(ran.out()).as(flip).contains(file);
                assertThat(ran.code() == 1 || behindAll).as(flip).isTrue();
                Files.write(folder.resolve(file), good);
            }
        }
        assertThat(Ran.ledger(folder).code()).isZero();
    }

    @Test
    void namesTheEntryOfAnyFlippedBitOfABundle() throws IOException {
        Random random = new Random(9);
        for (int i = 0; i < 60; i++) {
            int entry = 256 + random.nextInt(256);
            // Each has two bytes of length and eight of text.
            int offset = (entry - 256) * 10 + 2 + random.nextInt(8);
            byte[] good = flip("tile/entries/001", offset, random.nextInt(8));
            expect("tile/entries/001: entry " + entry + " is not the one in the tree\n");
            Files.write(folder.resolve("tile/entries/001"), good);
        }
        flip("tile/entries/003.p/232", 2, 0);
        expect("tile/entries/003.p/232: entry 768 is not the one in the tree");
    }

    @Test
    void namesTheFirstEntryWhoseLengthIsWrong() throws IOException {
        flip("tile/entries/001", 5 * 10 + 1, 0);
        expect("tile/entries/001: entry 261 is not the one in the tree, and 250 more");
        flip("tile/entries/002", 255 * 10, 6);
        expect("tile/entries/002: entry 767 is not there: the file breaks off");
    }

    @Test
    void namesBytesBehindTheLastEntry() throws IOException {
        Files.writeString(folder.resolve("tile/entries/000"), "x", StandardOpenOption.APPEND);
        expect("tile/entries/000: 1 bytes lie behind its last entry");
    }

    @Test
    void namesTheHashThatWasChangedAndNothingElse() throws IOException {
        flip("tile/0/002", 32 * 7 + 3, 1);
        expect("tile/0/002: the hash of entry 519 is not the one in the tree\n");
        assertThat(Ran.ledger(folder).out())
                .contains("ok     entries:")
                .contains("ok     journal:");
        log.writeTree(SIZE);
        flip("tile/1/000.p/3", 32, 1);
        expect("tile/1/000.p/3: the hash of entries 256 to 511 is not the one in the tree\n");
        assertThat(Ran.ledger(folder).out())
                .contains("ok     entries:")
                .contains("ok     journal:");
        log.writeTree(SIZE);
        flip("tile/0/003.p/232", 40, 1);
        expect("tile/0/003.p/232: the hash of entry 769 is not the one in the tree\n");
        assertThat(Ran.ledger(folder).out())
                .contains("ok     entries:")
                .contains("ok     journal:");
    }

    @Test
    void takesEntriesFromTheJournalWhileTheirBundlesAreNotWritten() throws IOException {
        Files.writeString(folder.resolve("tile/synced"), "512\n");
        Files.delete(folder.resolve("tile/entries/002"));
        Files.delete(folder.resolve("tile/entries/003.p/232"));

        Ran whole = Ran.ledger(folder);

        assertThat(whole.out())
                .contains(
                        "512 entries were hashed and compared, and 488 entries are in the journal")
                .contains("1,000 compared with the tree");
        assertThat(whole.code()).isZero();

        Path segment = segments().getLast();
        byte[] bytes = Files.readAllBytes(segment);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.lastIndexOf("leaf 900")] ^= 1;
        Files.write(segment, bytes);
        expect("entry 900");
    }

    @Test
    void missesABundleThatWasWritten() throws IOException {
        Files.writeString(folder.resolve("tile/synced"), "512\n");
        Files.delete(folder.resolve("tile/entries/001"));

        expect("tile/entries/001: is missing");
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("journal"))) {
            return all.sorted().toList();
        }
    }

    @Test
    void tellsSeveralDamagesApart() throws IOException {
        flip("tile/1/000.p/3", 32, 1);
        flip("tile/0/002", 32 * 7 + 3, 1);
        flip("tile/entries/000", 2, 1);
        Files.delete(folder.resolve("tile/0/000"));
        Ran ran = Ran.ledger(folder);
        assertThat(ran.out())
                .contains("tile/1/000.p/3: the hash of entries 256 to 511 is not the one")
                .contains("tile/0/002: the hash of entry 519 is not the one")
                .contains("tile/0/000: is missing")
                .contains("tile/entries/000: entries 0 to 255 can not be proved");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void namesAnEntryDeepInALargeLog() throws IOException {
        SampleLog large = SampleLog.written(folder.resolve("large"), 70_000);
        Path bundle = large.directory.resolve("tile/entries/200");
        byte[] content = Files.readAllBytes(bundle);
        content[content.length - 1] ^= 4;
        Files.write(bundle, content);
        Path above = large.directory.resolve("tile/1/000");
        byte[] hashes = Files.readAllBytes(above);
        hashes[100] ^= 4;
        Files.write(above, hashes);
        Ran ran = Ran.ledger(large.directory);
        assertThat(ran.out())
                .contains("tile/entries/200: entry 51455 is not the one in the tree")
                .contains("tile/1/000: the hash of entries 768 to 1023 is not the one in the tree")
                .doesNotContain("tile/0/");
        assertThat(ran.code()).isEqualTo(1);
    }

    @Test
    void findsAPastThatWasRewrittenEverywhereButInTheSignature() throws IOException {
        byte[] checkpoint = Files.readAllBytes(folder.resolve("checkpoint"));
        SampleLog forged =
                new SampleLog(
                                folder,
                                SIZE,
                                i ->
                                        (i == 42 ? "nothing happened" : "leaf " + i)
                                                .getBytes(StandardCharsets.UTF_8))
                        .writeTree(SIZE)
                        .writeJournal(SIZE);
        byte[] signedAgain = Files.readAllBytes(folder.resolve("checkpoint"));
        Files.write(folder.resolve("checkpoint"), checkpoint);
        expect("checkpoint: the tiles at the right edge do not lead to its root");
        // The operator can sign again. What was shown to witnesses tells.
        Files.write(folder.resolve("checkpoint"), signedAgain);
        expect("WRONG  witnessed:");
        assertThat(forged.entries).hasSize(SIZE);
    }

    @Test
    void findsEntriesThatWereMovedRemovedOrInserted() throws IOException {
        byte[] first = Files.readAllBytes(folder.resolve("tile/entries/001"));
        byte[] second = Files.readAllBytes(folder.resolve("tile/entries/002"));
        Files.write(folder.resolve("tile/entries/001"), second);
        Files.write(folder.resolve("tile/entries/002"), first);
        expect("tile/entries/001: entry 256 is not the one in the tree, and 255 more");
        Files.write(folder.resolve("tile/entries/001"), Arrays.copyOf(first, 2550));
        expect("tile/entries/001: entry 511 is not there: the file breaks off");
    }

    @Test
    void namesTilesOfAnotherLength() throws IOException {
        byte[] tile = Files.readAllBytes(folder.resolve("tile/0/001"));
        Files.write(folder.resolve("tile/0/001"), Arrays.copyOf(tile, 100));
        expect("tile/0/001: has 100 bytes instead of 8192");
        Files.write(folder.resolve("tile/0/001"), Arrays.copyOf(tile, 9000));
        expect("tile/0/001: has more bytes instead of 8192");
        Files.write(folder.resolve("tile/0/001"), new byte[0]);
        expect("tile/0/001: has 0 bytes instead of 8192");
        assertThat(Ran.ledger(folder).out())
                .contains("ok     entries:")
                .contains("ok     journal:");
    }
}
