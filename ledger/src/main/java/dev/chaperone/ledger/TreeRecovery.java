// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Checkpoint;
import dev.chaperone.tlog.Hash;
import dev.chaperone.tlog.Proofs;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Finds the tree again when the log is opened, and holds it against every checkpoint that is known
/// before anything new is signed.
final class TreeRecovery {
    private static final Logger LOG = LoggerFactory.getLogger(TreeRecovery.class);
    private static final int BATCH = 4_096;
    private static final Duration SAY_SO = Duration.ofSeconds(2);

    private final Path directory;
    private final Journal journal;
    private final TileFiles files;
    private final TilesOnDisk onDisk;
    private final CheckpointFiles checkpoints;

    TreeRecovery(
            Path directory,
            Journal journal,
            TileFiles files,
            TilesOnDisk onDisk,
            CheckpointFiles checkpoints) {
        this.directory = directory;
        this.journal = journal;
        this.files = files;
        this.onDisk = onDisk;
        this.checkpoints = checkpoints;
    }

    /// Before anything is written: a log that has signed entries and whose journal is gone is not a
    /// new one.
    static void refuseIfGone(Path directory, CheckpointFiles checkpoints, List<Checkpoint> others)
            throws IOException {
        if (!Files.exists(directory.resolve("journal"))) {
            for (Known each : known(directory, checkpoints, others)) {
                if (each.head().size() > 0) {
                    throw LedgerRolledBackException.missing(0, each.head(), each.where());
                }
            }
        }
    }

    /// Checks what is there, and gives the edge of the tree: at least as large as any checkpoint.
    ///
    /// @param known checkpoints that others hold
    TreeEdge open(List<Checkpoint> known) throws IOException {
        List<Known> all = known(directory, checkpoints, known);
        for (Known each : all) {
            if (Long.compareUnsigned(each.head().size(), journal.size()) > 0) {
                throw LedgerRolledBackException.missing(journal.size(), each.head(), each.where());
            }
        }
        refuseIfLost(all);
        long size = all.stream().mapToLong(each -> each.head().size()).max().orElse(0);
        TreeEdge edge = edge(size);
        edge.writePartials();
        Proofs proofs = new Proofs(files);
        for (Known each : all) {
            if (!root(proofs, each.head()).equals(each.head().root())) {
                throw LedgerRolledBackException.changed(each.head(), each.where());
            }
        }
        return edge;
    }

    private record Known(Checkpoint head, String where) {}

    private static List<Known> known(
            Path directory, CheckpointFiles checkpoints, List<Checkpoint> others)
            throws IOException {
        List<Known> all = new ArrayList<>();
        checkpoints
                .newest()
                .ifPresent(it -> all.add(known(it, directory.resolve(CheckpointFiles.NEWEST))));
        checkpoints
                .witnessed()
                .ifPresent(it -> all.add(known(it, directory.resolve(CheckpointFiles.WITNESSED))));
        checkpoints.remembered().ifPresent(it -> all.add(known(it, checkpoints.memory())));
        others.forEach(it -> all.add(new Known(it, "a witness's checkpoint")));
        return all;
    }

    private static Known known(CheckpointFiles.Signed signed, Path file) {
        return new Known(signed.head(), file.toString());
    }

    /// A log that others know, or that was pruned, has signed something.
    private void refuseIfLost(List<Known> all) throws IOException {
        boolean signed = checkpoints.newest().isPresent();
        if (!signed && (!all.isEmpty() || journal.first() > 0)) {
            throw new IOException(
                    "The file "
                            + directory.resolve(CheckpointFiles.NEWEST)
                            + " is missing, although this ledger has signed checkpoints. Restore it"
                            + " from a backup, or put a copy of "
                            + checkpoints.memory()
                            + " in its place");
        }
    }

    private Hash root(Proofs proofs, Checkpoint head) throws IOException {
        try {
            return proofs.root(head.size());
        } catch (NoSuchFileException e) {
            throw missing(e);
        }
    }

    /// The edge of the tree of a size: from the tiles as far as they are on disk, and from the
    /// journal from there on.
    TreeEdge edge(long size) throws IOException {
        onDisk.forget();
        if (onDisk.size() < journal.first()) {
            throw new IOException(
                    "The ledger's tiles are missing, and a journal whose oldest entries were pruned"
                            + " does not give them again. Restore "
                            + directory.resolve("tile")
                            + " from a backup");
        }
        try {
            TreeEdge edge = TreeEdge.read(files, onDisk);
            grow(edge, size);
            return edge;
        } catch (NoSuchFileException e) {
            throw missing(e);
        }
    }

    private IOException missing(NoSuchFileException e) {
        return new IOException(
                "The ledger's tile "
                        + e.getMessage()
                        + " is missing. Delete the whole directory "
                        + directory.resolve("tile")
                        + ": the next start makes it again from the journal, and accepts it only when"
                        + " it gives the root that was signed",
                e);
    }

    private void grow(TreeEdge edge, long size) throws IOException {
        long said = System.nanoTime();
        while (edge.size() < size) {
            int limit = (int) Math.min(BATCH, size - edge.size());
            journal.scan(edge.size(), limit, edge::append);
            if (System.nanoTime() - said > SAY_SO.toNanos()) {
                said = System.nanoTime();
                LOG.info("{} of {} entries are in the ledger's tree", edge.size(), size);
            }
        }
    }
}
