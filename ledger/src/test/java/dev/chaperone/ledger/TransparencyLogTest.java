// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.tlog.Bundle;
import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Frontier;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.InclusionProof;
import dev.chaperone.tlog.Merkle;
import dev.chaperone.tlog.Note;
import dev.chaperone.tlog.OpenedNote;
import dev.chaperone.tlog.Receipt;
import dev.chaperone.tlog.Tile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/// The tree over the journal: what it proves, and what it refuses to go on with.
@Timeout(60)
class TransparencyLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final JournalLimits SMALL =
            new JournalLimits(
                    128 * 1024,
                    100_000,
                    64 * 1024 * 1024,
                    0,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500));

    @TempDir private Path data;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 255, 256, 257, 511, 512, 1_000, 66_000})
    void signsTheRootOfWhatWasAppended(int size) throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, size);

            Checkpoint head = head(log, size);

            assertThat(head.size()).isEqualTo(size);
            assertThat(head.origin()).isEqualTo(log.origin());
            assertThat(head.root()).isEqualTo(root(size));
        }
    }

    @Test
    void provesEveryEntryByItsReceiptAlone() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 700);
            head(log, 700);

            for (int i = 0; i < 700; i++) {
                Receipt receipt = log.receipt(i).orElseThrow();
                Note note = Note.parse(receipt.checkpoint());
                note.open(log.verifiers());
                Checkpoint head = Checkpoint.parse(note.text());
                new InclusionProof(receipt.index(), head.size(), receipt.path())
                        .verify(Merkle.leaf(entry(i)), head.root());
            }
            assertThat(log.receipt(700)).isEmpty();
            assertThat(log.receipt(-1)).isEmpty();
        }
    }

    @Test
    void goesOnAfterARestartAndContinuesWhatWasSigned() throws Exception {
        List<Checkpoint> heads = new ArrayList<>();
        for (int size : new int[] {3, 256, 300, 513, 514}) {
            try (TransparencyLog log = open()) {
                append(log, Math.toIntExact(log.ledger().size()), size);
                heads.add(head(log, size));
            }
        }
        try (TransparencyLog log = open()) {
            Checkpoint last = heads.getLast();
            for (Checkpoint head : heads) {
                log.consistency(head.size(), last.size()).verify(head.root(), last.root());
            }
            assertThat(last.root()).isEqualTo(root(514));
        }
    }

    @Test
    void sealsWhatWasAppendedLastWhenItIsClosed() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 5_000);
        }

        Note note = Note.parse(Files.readString(ledger().resolve("checkpoint")));

        assertThat(Checkpoint.parse(note.text()).size()).isEqualTo(5_000);
    }

    @Test
    void keepsOnlyTheNewestPartialTileOfAPlace() throws Exception {
        try (TransparencyLog log = open()) {
            for (int size : new int[] {10, 20, 255, 258}) {
                append(log, Math.toIntExact(log.ledger().size()), size);
                head(log, size);
            }
        }

        assertThat(files())
                .containsOnlyKeys(
                        "tile/synced",
                        "tile/0/000",
                        "tile/0/001.p/2",
                        "tile/1/000.p/1",
                        "tile/entries/000",
                        "tile/entries/001.p/2");
    }

    @Test
    void servesAnyPartialTileOfATreeThatWasPublished() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 300);
            head(log, 300);

            assertThat(log.tile(new Tile(0, 0, 7)).orElseThrow()).hasSize(7 * 32);
            assertThat(log.tile(new Tile(0, 1, 44)).orElseThrow()).hasSize(44 * 32);
            assertThat(log.tile(new Tile(0, 1, 45))).isEmpty();
            assertThat(log.tile(new Tile(1, 0, 1)).orElseThrow())
                    .isEqualTo(
                            Merkle.root(log.tile(new Tile(0, 0, 256)).orElseThrow(), 0, 256)
                                    .bytes());
            assertThat(log.tile(new Tile(7, 0, 1))).isEmpty();
            assertThat(Bundle.decode(log.bundle(new Bundle(1, 3)).orElseThrow(), 3))
                    .containsExactly(entry(256), entry(257), entry(258));
            assertThat(log.bundle(new Bundle(2, 1))).isEmpty();
        }
    }

    @Test
    void buildsLostTilesFromTheJournalByteForByte() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 1_300);
            head(log, 1_300);
        }
        Map<String, byte[]> before = files();
        delete(ledger().resolve("tile"));

        try (TransparencyLog log = open()) {
            head(log, 1_300);
        }

        Map<String, byte[]> after = files();
        assertThat(after).containsOnlyKeys(before.keySet());
        after.forEach((path, bytes) -> assertThat(bytes).as(path).isEqualTo(before.get(path)));
    }

    @Test
    void refusesAJournalThatIsShorterThanWhatWasSigned() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 10);
            head(log, 10);
        }
        delete(ledger().resolve("journal"));

        assertThatExceptionOfType(LedgerRolledBackException.class)
                .isThrownBy(this::open)
                .withMessageContaining("holds 0 entries")
                .withMessageContaining("there are 10")
                .withMessageContaining("Restore the newest backup");
    }

    @Test
    void refusesTilesThatAreNotWhatWasSigned() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 300);
            head(log, 300);
        }
        Path tile = ledger().resolve("tile/0/000");
        byte[] content = Files.readAllBytes(tile);
        content[5] ^= 1;
        Files.write(tile, content);

        assertThatExceptionOfType(LedgerRolledBackException.class)
                .isThrownBy(this::open)
                .withMessageContaining("fsck");

        Files.delete(tile);
        assertThatIOException()
                .isThrownBy(this::open)
                .withMessageContaining("tile/0/000 is missing")
                .withMessageContaining("makes it again from the journal");
    }

    @Test
    void makesTilesAnewThatAreNotKnownToBeOnDisk() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 300);
            head(log, 300);
        }
        append(300, 900);
        // As after a power cut: the last files are there, but not what was in them.
        Files.writeString(ledger().resolve("tile/synced"), "256");
        Files.write(ledger().resolve("tile/0/001.p/44"), new byte[0]);
        Files.write(ledger().resolve("tile/entries/001.p/44"), new byte[5]);

        try (TransparencyLog log = open()) {
            assertThat(head(log, 900).root()).isEqualTo(root(900));
            assertThat(log.bundle(new Bundle(1, 256))).isPresent();
        }
    }

    @Test
    void acceptsRebuiltTilesOnlyWhenTheyGiveTheSignedRoot() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 10);
            head(log, 10);
        }
        // Another history of the same length, made with the log's own keys.
        delete(ledger().resolve("journal"));
        delete(ledger().resolve("tile"));
        try (Ledger forged = Journal.open(ledger(), SMALL, Disk::new)) {
            for (int i = 0; i < 10; i++) {
                forged.append(entry(i + (i == 4 ? 1_000 : 0))).get();
            }
        }

        assertThatExceptionOfType(LedgerRolledBackException.class).isThrownBy(this::open);
    }

    @Test
    void refusesToGoBehindWhatAWitnessHasSeen() throws Exception {
        Checkpoint seen;
        try (TransparencyLog log = open()) {
            append(log, 0, 10);
            seen = head(log, 10);
        }
        Checkpoint later = new Checkpoint(seen.origin(), 12, seen.root(), List.of());
        Checkpoint other = new Checkpoint(seen.origin(), 10, root(9), List.of());
        Checkpoint earlier = new Checkpoint(seen.origin(), 7, root(7), List.of());

        assertThatExceptionOfType(LedgerRolledBackException.class)
                .isThrownBy(() -> open(List.of(later)))
                .withMessageContaining("a witness's checkpoint states that there are 12");
        assertThatExceptionOfType(LedgerRolledBackException.class)
                .isThrownBy(() -> open(List.of(other)))
                .withMessageContaining("first 10 entries are not the ones");
        open(List.of(seen, earlier)).close();
    }

    @Test
    void refusesToSignWithoutTheKeysItSignedWith() throws Exception {
        open().close();
        Path key = data.resolve("keys/ledger-ed25519");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        assertThatIOException().isThrownBy(this::open).withMessageContaining("chmod 600");

        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        open().close();
        Files.writeString(key, "PRIVATE+KEY+nonsense");
        assertThatIOException().isThrownBy(this::open).withMessageContaining("damaged");

        Files.delete(key);
        assertThatIOException()
                .isThrownBy(this::open)
                .withMessageContaining("ledger-ed25519 is missing")
                .withMessageContaining("Restore it from a backup");

        delete(data.resolve("keys"));
        assertThatIOException().isThrownBy(this::open).withMessageContaining("missing");
    }

    @Test
    void canNotBeRenamed() throws Exception {
        LogKeys.open(data.resolve("keys"), ledger(), "example.com/log");
        assertThat(LogKeys.open(data.resolve("keys"), ledger(), null).origin())
                .isEqualTo("example.com/log");
        assertThatIOException()
                .isThrownBy(() -> LogKeys.open(data.resolve("keys"), ledger(), "example.com/other"))
                .withMessageContaining("can not be renamed");
    }

    @Test
    void letsGoOfOldEntriesAndStillProvesTheOthers() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 8_000);
            head(log, 8_000);
        }
        try (TransparencyLog log = open()) {
            assertThat(log.prune(7_000)).isEqualTo(6_912);

            assertThat(log.minimum()).isEqualTo(6_912);
            assertThat(log.bundle(new Bundle(26, 256))).isEmpty();
            assertThat(log.bundle(new Bundle(27, 256))).isPresent();
            assertThat(log.tile(new Tile(0, 5, 256))).isPresent();
            assertThat(log.ledger().first()).isPositive().isLessThanOrEqualTo(6_912);
            assertThatExceptionOfType(PrunedException.class)
                    .isThrownBy(() -> log.ledger().read(0, 1));
        }
        try (TransparencyLog log = open()) {
            append(log, 8_000, 8_100);
            Checkpoint head = head(log, 8_100);
            assertThat(head.root()).isEqualTo(root(8_100));
            assertThat(log.ledger().read(7_600, 1)).containsExactly(entry(7_600));
            Receipt receipt = log.receipt(3).orElseThrow();
            new InclusionProof(3, 8_100, receipt.path()).verify(Merkle.leaf(entry(3)), head.root());
        }
    }

    @Test
    void prunesNothingThatNoCheckpointCovers() throws Exception {
        try (TransparencyLog log = open()) {
            head(log, 0);
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> log.prune(256));
        }
    }

    @Test
    void refusesALostCheckpointOfAPrunedLog() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 8_000);
            head(log, 8_000);
        }
        try (TransparencyLog log = open()) {
            log.prune(7_000);
        }
        Files.delete(ledger().resolve("checkpoint"));

        assertThatIOException().isThrownBy(this::open).withMessageContaining("Restore it");
    }

    @Test
    void signsOnWhenTheClockGoesBack() throws Exception {
        Turned clock = new Turned();
        try (TransparencyLog log = open(clock)) {
            append(log, 0, 1);
            head(log, 1);
            clock.now = clock.now.minusSeconds(7_200);
            append(log, 1, 2);

            Note note = Note.parse(log.awaitCheckpoint(1, PATIENCE).orElseThrow());

            assertThat(note.open(log.verifiers()).verified())
                    .extracting(OpenedNote.Verified::seconds)
                    .contains(
                            OptionalLong.of(
                                    Instant.parse("2026-11-25T12:00:00Z").getEpochSecond()));
        }
    }

    @Test
    void continuesWhatWasSignedWhenTheClockIsSetBackBeforeARestart() throws Exception {
        Turned clock = new Turned();
        Checkpoint before;
        try (TransparencyLog log = open(clock)) {
            append(log, 0, 300);
            before = head(log, 300);
        }
        clock.now = clock.now.minus(Duration.ofDays(400));
        try (TransparencyLog log = open(clock)) {
            append(log, 300, 301);
            Checkpoint after = head(log, 301);
            log.consistency(300, 301).verify(before.root(), after.root());
        }
    }

    @Test
    void reportsWhatKeepsTheTreeFromGrowingAndGoesOnByItself() throws Exception {
        try (TransparencyLog log = open()) {
            append(log, 0, 1);
            head(log, 1);
            // Where the next partial tile belongs there is a directory.
            Path wrong = Files.createDirectory(ledger().resolve("tile/0/000.p/3"));
            append(log, 1, 3);
            await(() -> log.standing().trouble() != null);

            assertThat(log.standing().trouble()).contains("tile/0/000.p/3");
            assertThat(log.ledger().state()).isInstanceOf(Ledger.State.Writing.class);

            Files.delete(wrong);
            assertThat(head(log, 3).root()).isEqualTo(root(3));
            await(() -> log.standing().trouble() == null);
        }
    }

    @Test
    void leavesWhatItCanNotSealAtClosingToTheNextStart() throws Exception {
        Path wrong;
        try (TransparencyLog log = open()) {
            append(log, 0, 1);
            head(log, 1);
            wrong = Files.createDirectory(ledger().resolve("tile/0/000.p/3"));
            append(log, 1, 3);
            // Closing would fail if it waited for somebody to repair this.
        }
        Files.delete(wrong);

        try (TransparencyLog log = open()) {
            assertThat(head(log, 3).root()).isEqualTo(root(3));
        }
    }

    @Test
    void givesNoSecondProcessTheLog() throws Exception {
        try (TransparencyLog log = open()) {
            assertThatExceptionOfType(LedgerInUseException.class).isThrownBy(this::open);
            head(log, 0);
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        org.assertj.core.api.Assertions.assertThat(condition)
                .satisfies(it -> {
                    long end = System.nanoTime() + PATIENCE.toNanos();
                    while (!it.getAsBoolean() && System.nanoTime() < end) {
                        Thread.onSpinWait();
                    }
                    assertThat(it.getAsBoolean()).isTrue();
                });
    }

    private TransparencyLog open() throws IOException {
        return open(List.of());
    }

    private TransparencyLog open(List<Checkpoint> known) throws IOException {
        return open(Clock.systemUTC(), known);
    }

    private TransparencyLog open(Clock clock) throws IOException {
        return open(clock, List.of());
    }

    private TransparencyLog open(Clock clock, List<Checkpoint> known) throws IOException {
        LogKeys keys = LogKeys.open(data.resolve("keys"), ledger(), null);
        return TransparencyLog.open(ledger(), keys, clock, known, SMALL, Duration.ofMillis(20));
    }

    private Path ledger() {
        return data.resolve("ledger");
    }

    private static Checkpoint head(TransparencyLog log, long size) throws Exception {
        String note = log.awaitCheckpoint(size - 1, PATIENCE).orElseThrow();
        return Checkpoint.parse(Note.parse(note).text());
    }

    private static void append(TransparencyLog log, int from, int to) throws Exception {
        List<CompletableFuture<Long>> promises = new ArrayList<>();
        for (int i = from; i < to; i++) {
            promises.add(log.ledger().append(entry(i)));
        }
        CompletableFuture.allOf(promises.toArray(CompletableFuture[]::new)).get();
    }

    private void append(int from, int to) throws Exception {
        try (Ledger journal = Journal.open(ledger(), SMALL, Disk::new)) {
            for (int i = from; i < to; i++) {
                journal.append(entry(i)).get();
            }
        }
    }

    private static byte[] entry(int i) {
        return ("{\"entry\":" + i + "}").getBytes(UTF_8);
    }

    private static Hash root(int size) {
        Frontier frontier = new Frontier();
        for (int i = 0; i < size; i++) {
            frontier.append(Merkle.leaf(entry(i)));
        }
        return frontier.root();
    }

    private Map<String, byte[]> files() throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(ledger().resolve("tile"))) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(ledger().relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void delete(Path directory) throws IOException {
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path each, IOException failure)
                            throws IOException {
                        Files.delete(each);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }

    private static final class Turned extends Clock {
        private volatile Instant now = Instant.parse("2026-11-25T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }
    }
}
