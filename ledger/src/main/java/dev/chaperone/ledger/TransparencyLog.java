// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Bundle;
import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.ConsistencyProof;
import dev.chaperone.tlog.MalformedException;
import dev.chaperone.tlog.Proofs;
import dev.chaperone.tlog.Receipt;
import dev.chaperone.tlog.Tile;
import dev.chaperone.tlog.UntrustedNoteException;
import dev.chaperone.tlog.VerifierKey;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A ledger that an outsider can verify: a journal, the Merkle tree over its entries in the files
/// of C2SP tlog-tiles, and about once a second a signed checkpoint.
///
/// Entries are promised by the journal alone; the tree follows within a second and can be built
/// from the journal again. Safe for use by many threads.
public final class TransparencyLog implements Closeable {
    /// Entries in a bundle, the least that is pruned.
    public static final int BUNDLE = Tile.FULL;

    private final Path directory;
    private final Journal journal;
    private final LogKeys keys;
    private final TileFiles files;
    private final TilesOnDisk onDisk;
    private final CheckpointFiles checkpoints;
    private final Sealer sealer;

    private TransparencyLog(
            Path directory,
            Journal journal,
            LogKeys keys,
            TileFiles files,
            TilesOnDisk onDisk,
            CheckpointFiles checkpoints,
            Sealer sealer) {
        this.directory = directory;
        this.journal = journal;
        this.keys = keys;
        this.files = files;
        this.onDisk = onDisk;
        this.checkpoints = checkpoints;
        this.sealer = sealer;
    }

    /// Opens the log in a directory, which is created when it is missing.
    ///
    /// @param known checkpoints of this log that others hold, for example its witnesses
    /// @throws LedgerRolledBackException when the log does not continue a checkpoint that was
    ///   signed
    /// @throws LedgerDamagedException when something that was promised can not be read
    /// @throws IOException when the directory can not be used; the message says what to do
    public static TransparencyLog open(
            Path directory, LogKeys keys, Clock clock, List<Checkpoint> known) throws IOException {
        return open(directory, keys, clock, known, JournalLimits.DEFAULT, Sealer.PERIOD);
    }

    static TransparencyLog open(
            Path directory,
            LogKeys keys,
            Clock clock,
            List<Checkpoint> known,
            JournalLimits limits,
            Duration period)
            throws IOException {
        CheckpointFiles checkpoints = new CheckpointFiles(directory, keys);
        TreeRecovery.refuseIfGone(directory, checkpoints, known);
        Journal journal = Journal.open(directory, limits, Disk::new);
        boolean opened = false;
        try {
            TileFiles files = new TileFiles(directory);
            TilesOnDisk onDisk = TilesOnDisk.of(directory, journal.size());
            TreeRecovery tree = new TreeRecovery(directory, journal, files, onDisk, checkpoints);
            TreeEdge edge = tree.open(known);
            checkpoints.writeKeys();
            finishPruning(journal, files, MinimumIndex.read(directory));
            Sealer sealer =
                    new Sealer(
                            journal, tree, edge, files, onDisk, keys, checkpoints, clock, period);
            sealer.start();
            opened = true;
            return new TransparencyLog(
                    directory, journal, keys, files, onDisk, checkpoints, sealer);
        } finally {
            if (!opened) {
                journal.close();
            }
        }
    }

    /// Where entries are appended and read.
    public Ledger ledger() {
        return journal;
    }

    /// The log's name.
    public String origin() {
        return keys.origin();
    }

    /// What others check its signatures with.
    public List<VerifierKey> verifiers() {
        return keys.verifiers();
    }

    /// The newest checkpoint, a signed note; empty in the first moments of a log's life.
    public Optional<String> checkpoint() {
        return Optional.ofNullable(sealer.newest()).map(CheckpointFiles.Signed::note);
    }

    /// The newest checkpoint that witnesses have cosigned; empty when none have.
    public Optional<String> witnessed() {
        return Optional.ofNullable(sealer.witnessed()).map(CheckpointFiles.Signed::note);
    }

    /// Waits for a checkpoint of more entries than these.
    ///
    /// @return the newest checkpoint, or empty when the patience has ended
    public Optional<String> awaitCheckpoint(long moreThan, Duration patience)
            throws InterruptedException {
        return Optional.ofNullable(sealer.await(moreThan, patience))
                .map(CheckpointFiles.Signed::note);
    }

    /// How the tree stands.
    ///
    /// @param size entries that the newest checkpoint covers
    /// @param sealedAt when that was signed; null when there is none
    /// @param waiting entries that no checkpoint covers yet
    /// @param witnessed entries that the newest cosigned checkpoint covers
    /// @param onDisk entries whose full tiles are known to be on the disk, a multiple of 256
    /// @param trouble what keeps the tree from growing; it goes on by itself when that is over
    public record Standing(
            long size,
            @Nullable Instant sealedAt,
            long waiting,
            long witnessed,
            long onDisk,
            @Nullable String trouble) {}

    public Standing standing() {
        return sealer.standing(journal.size());
    }

    /// Proof that an entry is in the log, to be verified without us (C2SP tlog-proof). It leads to
    /// the newest checkpoint that witnesses have cosigned, or to the newest one when that does not
    /// cover the entry.
    ///
    /// @return empty while no checkpoint covers the entry, which takes about a second
    public Optional<Receipt> receipt(long index) throws IOException {
        CheckpointFiles.Signed witnessed = sealer.witnessed();
        boolean covered = witnessed != null && index < witnessed.head().size();
        CheckpointFiles.Signed under = covered ? witnessed : sealer.newest();
        if (index < 0 || under == null || index >= under.head().size()) {
            return Optional.empty();
        }
        return Optional.of(
                Receipt.of(
                        index,
                        new Proofs(files).inclusion(index, under.head().size()).path(),
                        under.note()));
    }

    /// Proof that the log of one size continues the log of a smaller one.
    ///
    /// @param to at most what the newest checkpoint covers
    public ConsistencyProof consistency(long from, long to) throws IOException {
        return new Proofs(files).consistency(from, to);
    }

    /// The bytes of a hash tile for the public; empty when there is no such tile (yet).
    public Optional<byte[]> tile(Tile tile) throws IOException {
        CheckpointFiles.Signed now = sealer.newest();
        if (now == null || !isIn(now.head().size(), tile.level(), tile.index(), tile.width())) {
            return Optional.empty();
        }
        return Optional.of(files.read(tile));
    }

    private static boolean isIn(long size, int level, long index, int width) {
        long elements = size >>> (8 * level);
        return index >= 0 && index <= elements / Tile.FULL && index * Tile.FULL + width <= elements;
    }

    /// The bytes of an entry bundle; empty when there is no such bundle (yet) or it was pruned.
    public Optional<byte[]> bundle(Bundle bundle) throws IOException {
        CheckpointFiles.Signed now = sealer.newest();
        if (now == null || !isIn(now.head().size(), 0, bundle.index(), bundle.width())) {
            return Optional.empty();
        }
        try {
            return Optional.of(files.read(bundle));
        } catch (NoSuchFileException e) {
            return notYetWritten(bundle);
        }
    }

    /// Under a high load bundles are written after the checkpoint that covers them.
    private Optional<byte[]> notYetWritten(Bundle bundle) throws IOException {
        return bundle.start() < minimum()
                ? Optional.empty()
                : Optional.of(Bundle.encode(journal.readAll(bundle.start(), bundle.width())));
    }

    /// Takes a checkpoint of this log that witnesses have cosigned.
    ///
    /// @param note as [#checkpoint] gave it, with the witnesses' lines added
    /// @throws UntrustedNoteException when this log has not signed it
    public void cosigned(String note)
            throws IOException, MalformedException, UntrustedNoteException {
        sealer.cosigned(checkpoints.open(note));
    }

    /// Lets the oldest entries go: deletes the bundles and the journal's files that hold only such.
    /// Hashes of all entries stay.
    ///
    /// @param before the first index that may be kept; rounded down to whole bundles, and to what
    ///   is in the tree for good, which takes some ten seconds
    /// @return the index of the first entry that is kept now
    /// @throws IllegalArgumentException when no checkpoint covers that many entries
    public long prune(long before) throws IOException {
        CheckpointFiles.Signed now = sealer.newest();
        if (before < 0 || now == null || before > now.head().size()) {
            throw new IllegalArgumentException(
                    "Only entries that a checkpoint covers can be pruned, not up to " + before);
        }
        long from = MinimumIndex.read(directory);
        long end = Math.min(before, onDisk.size());
        long minimum = Math.max(from, end / Tile.FULL * Tile.FULL);
        MinimumIndex.write(directory, minimum);
        for (long bundle = from / Tile.FULL; bundle < minimum / Tile.FULL; bundle++) {
            var _ = files.delete(new Bundle(bundle, Tile.FULL).path());
        }
        journal.drop(minimum);
        return minimum;
    }

    /// Deletes what a pruning that was interrupted has left. It begins with the oldest, so what is
    /// left is the newest.
    private static void finishPruning(Journal journal, TileFiles files, long minimum)
            throws IOException {
        long bundle = minimum / Tile.FULL - 1;
        while (bundle >= 0 && files.delete(new Bundle(bundle, Tile.FULL).path())) {
            bundle--;
        }
        if (minimum > 0) {
            journal.drop(minimum);
        }
    }

    /// Entries before this index were pruned.
    public long minimum() throws IOException {
        return MinimumIndex.read(directory);
    }

    /// Writes what waits, signs a last checkpoint over it, and closes the files.
    @Override
    public void close() throws IOException {
        try {
            journal.closeToWriters();
        } finally {
            sealer.close();
        }
        journal.unlock();
    }
}
