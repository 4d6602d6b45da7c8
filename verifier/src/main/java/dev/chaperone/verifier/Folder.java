// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/// A ledger's directory.
record Folder(Path directory) implements Source {
    private static final int CHUNK = 64 * 1024;

    /// Opens a ledger's directory, or the data directory it lies in.
    static Folder open(String written) throws UsageException, UnreachableException {
        Path named;
        try {
            named = Path.of(written);
        } catch (InvalidPathException e) {
            throw new UsageException("not the name of a directory: " + written);
        }
        if (!Files.isDirectory(named)) {
            throw new UnreachableException(
                    named + (Files.exists(named) ? " is not a directory" : " does not exist"));
        }
        Path inside = named.resolve("ledger");
        return new Folder(looksLikeALedger(named) || !Files.isDirectory(inside) ? named : inside);
    }

    private static boolean looksLikeALedger(Path directory) {
        return Files.exists(directory.resolve("checkpoint"))
                || Files.exists(directory.resolve("tile"));
    }

    /// Whether there is any part of a ledger.
    boolean isLedger() {
        return looksLikeALedger(directory) || hasJournal();
    }

    boolean hasJournal() {
        return Files.isDirectory(directory.resolve("journal"));
    }

    @Override
    public boolean read(String path, int limit, Bytes into) throws IOException {
        Path file = directory.resolve(path);
        into.length(0);
        Long size = sizeOfFile(file, path);
        if (size == null) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            into.reserve((int) Math.min(size + 1, limit + 1L));
            fill(channel, size, limit + 1, into);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static void fill(FileChannel channel, long size, int most, Bytes into)
            throws IOException {
        boolean ended = false;
        while (!ended && into.length() < most) {
            into.reserve(Math.min(CHUNK, most - into.length()));
            // No more at once than a processor's cache holds: the bytes are copied twice.
            int room = Math.min(CHUNK, Math.min(into.array().length, most) - into.length());
            int read = channel.read(ByteBuffer.wrap(into.array(), into.length(), room));
            into.length(into.length() + Math.max(0, read));
            // Spares asking once more at the end of nearly every file.
            ended = read < 0 || (read < room && into.length() == size);
        }
    }

    /// Null when there is nothing. Only files are opened: a pipe would never end.
    private static @Nullable Long sizeOfFile(Path file, String path) throws UnreadableException {
        try {
            BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                throw new UnreadableException(path + " is not a file");
            }
            return found.size();
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static UnreadableException unreadable(String path, IOException e) {
        if (e instanceof UnreadableException known) {
            return known;
        }
        return new UnreadableException(
                path + " can not be read (" + e.getClass().getSimpleName() + ")");
    }

    @Override
    public List<Integer> widths(TileName tile) throws IOException {
        List<Integer> widths = new ArrayList<>();
        Path folder = directory.resolve(tile.partials());
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                addWidth(tile.partials() + "/" + file.getFileName(), widths);
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            throw unreadable(tile.partials(), e);
        }
        widths.sort(null);
        return widths;
    }

    private static void addWidth(String path, List<Integer> widths) {
        try {
            widths.add(TileName.parse(path).width());
        } catch (MalformedException e) {
            // Not a tile, so none of the log's files: nothing is made of it.
        }
    }

    /// Reads a file that was named on the command line.
    static byte[] readNamed(String name, int limit) throws UsageException, UnreachableException {
        try {
            Path file = Path.of(name);
            if (!Files.exists(file)) {
                throw new UnreachableException(name + " does not exist");
            }
            if (!Files.isRegularFile(file)) {
                throw new UnreachableException(name + " is not a file");
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(limit + 1);
                if (bytes.length > limit) {
                    throw new UsageException(name + " is longer than " + limit + " bytes");
                }
                return bytes;
            }
        } catch (InvalidPathException e) {
            throw new UsageException("not the name of a file: " + name);
        } catch (UnreachableException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreachableException(
                    name + " can not be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    @Override
    public void close() {
        // Nothing stays open.
    }
}
