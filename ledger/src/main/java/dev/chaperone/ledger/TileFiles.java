// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import dev.chaperone.tlog.Bundle;
import dev.chaperone.tlog.Tile;
import dev.chaperone.tlog.Tiles;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;

/// The files below `tile/`: hash tiles and entry bundles, named as C2SP tlog-tiles says.
///
/// Of the partial tiles of a place only the newest is kept. A tile only ever grows at its end, so
/// whoever asks for a shorter one gets it cut from a longer one.
final class TileFiles implements Tiles {
    private static final Set<StandardOpenOption> ANEW =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE);
    private static final String DRAFT = ".new";
    private static final int TRIES = 3;

    private final Path ledger;

    TileFiles(Path ledger) {
        this.ledger = ledger;
    }

    @Override
    public byte[] read(Tile tile) throws IOException {
        byte[] content = find(tile.full().path(), tile.width());
        if (content.length < tile.bytes()) {
            throw tooShort(tile.full().path(), content.length);
        }
        return content.length == tile.bytes() ? content : Arrays.copyOf(content, tile.bytes());
    }

    /// An entry bundle.
    byte[] read(Bundle bundle) throws IOException {
        byte[] content = find(bundle.full().path(), bundle.width());
        int end = 0;
        for (int i = 0; i < bundle.width(); i++) {
            end += end + 2 > content.length ? 2 : 2 + length(content, end);
        }
        if (end > content.length) {
            throw tooShort(bundle.full().path(), content.length);
        }
        return end == content.length ? content : Arrays.copyOf(content, end);
    }

    private static int length(byte[] bundle, int at) {
        return (bundle[at] & 0xFF) << 8 | (bundle[at + 1] & 0xFF);
    }

    private LedgerDamagedException tooShort(String path, int length) {
        return new LedgerDamagedException(ledger.resolve(path), length, "the file is too short");
    }

    /// The content of a full tile or bundle, or of a partial one that is wide enough.
    private byte[] find(String fullPath, int width) throws IOException {
        Path full = ledger.resolve(fullPath);
        for (int i = 0; i < TRIES; i++) {
            try {
                return Files.readAllBytes(Files.exists(full) ? full : widest(full, width));
            } catch (NoSuchFileException e) {
                // A wider one takes its place this moment.
            }
        }
        throw new NoSuchFileException(full.toString());
    }

    private static Path widest(Path full, int width) throws IOException {
        Path partials = partials(full);
        Path best = partials.resolve(Integer.toString(width));
        int most = 0;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(partials)) {
            for (Path each : all) {
                int found = width(each);
                if (found >= width && found > most) {
                    most = found;
                    best = each;
                }
            }
        } catch (NotDirectoryException e) {
            throw new LedgerDamagedException(partials, 0, "this is not a directory");
        }
        return best;
    }

    private static Path partials(Path full) {
        return full.resolveSibling(full.getFileName() + ".p");
    }

    private static int width(Path partial) {
        String name = partial.getFileName().toString();
        boolean number = name.length() <= 3 && name.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(name) : 0;
    }

    /// Writes a tile or bundle without waiting for the disk: it can be made from the journal again.
    /// Readers see all of it or nothing.
    ///
    /// @return the file
    Path write(String path, byte[] content, int length) throws IOException {
        Path file = ledger.resolve(path);
        Path draft = file.resolveSibling(file.getFileName() + DRAFT);
        try (FileChannel channel = create(draft)) {
            ByteBuffer bytes = ByteBuffer.wrap(content, 0, length);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        return Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static FileChannel create(Path file) throws IOException {
        try {
            return FileChannel.open(file, ANEW, Disk.ownerOnly(file, "rw-------"));
        } catch (NoSuchFileException e) {
            SegmentWriter.createDirectory(DurableFile.directory(file));
            return FileChannel.open(file, ANEW, Disk.ownerOnly(file, "rw-------"));
        }
    }

    /// Deletes the partial tiles of a place that are narrower than a width.
    void deleteNarrower(String fullPath, int width) throws IOException {
        Path partials = partials(ledger.resolve(fullPath));
        if (!Files.isDirectory(partials)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(partials)) {
            for (Path each : all) {
                if (width(each) < width) {
                    Files.deleteIfExists(each);
                }
            }
        }
        if (width == Tile.FULL) {
            Files.deleteIfExists(partials);
        }
    }

    /// Deletes a full tile or bundle; false when there was none.
    boolean delete(String path) throws IOException {
        return Files.deleteIfExists(ledger.resolve(path));
    }
}
