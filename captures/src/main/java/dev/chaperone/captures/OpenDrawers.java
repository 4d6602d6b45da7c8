// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The drawers that are open to be written, the least used first. For one thread, except for
/// [#durable].
final class OpenDrawers {
    private static final Logger LOG = LoggerFactory.getLogger(OpenDrawers.class);

    private final Shelves shelves;
    private final Storage storage;
    private final Keyring keyring;
    private final CaptureLimits limits;
    private final Map<Drawer, DrawerWriter> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Path, DrawerWriter> byPath = new ConcurrentHashMap<>();

    OpenDrawers(Shelves shelves, Storage storage, Keyring keyring, CaptureLimits limits) {
        this.shelves = shelves;
        this.storage = storage;
        this.keyring = keyring;
        this.limits = limits;
    }

    /// The writer of a drawer: of its newest generation, or of a new one when that was destroyed or
    /// is damaged.
    DrawerWriter get(Drawer drawer) throws IOException {
        DrawerWriter known = open.get(drawer);
        if (known != null) {
            return known;
        }
        DrawerWriter writer = opened(drawer);
        open.put(drawer, writer);
        byPath.put(writer.drawer().path(), writer);
        return writer;
    }

    private DrawerWriter opened(Drawer drawer) throws IOException {
        List<Generation> generations = shelves.of(drawer);
        if (!generations.isEmpty()) {
            Generation newest = generations.getLast();
            if (!shelves.isErased(newest) && shelves.hasFile(newest)) {
                try {
                    Path path = newest.file(shelves.places());
                    return resumed(newest, keyring.load(newest), storage.open(path));
                } catch (DamagedException e) {
                    // What is left of it stays as it is, for whoever looks into that.
                    LOG.warn("A drawer is begun anew beside the damaged one. {}", e.getMessage());
                }
            }
        }
        return begun(new Generation(drawer, generations.size() + 1));
    }

    private DrawerWriter begun(Generation generation) throws IOException {
        Sealing sealing = keyring.create(generation);
        Path path = generation.file(shelves.places());
        Path directory = Disk.parentOf(path);
        boolean created = false;
        Storage.File file;
        try {
            storage.makeDirectory(directory);
            file = storage.create(path);
            created = true;
        } finally {
            if (!created) {
                // Nothing was encrypted under it, and the next try makes its own.
                keyring.destroy(generation);
            }
        }
        return resumed(generation, sealing, file);
    }

    private DrawerWriter resumed(Generation generation, Sealing sealing, Storage.File file)
            throws IOException {
        boolean resumed = false;
        try {
            Path path = generation.file(shelves.places());
            DrawerWriter writer =
                    DrawerWriter.resume(new DrawerFile(path, file, generation, sealing));
            if (writer.isEmpty()) {
                // Also when an earlier try, or a process that died, had got as far as the file.
                storage.forceDirectory(Disk.parentOf(path));
            }
            resumed = true;
            return writer;
        } finally {
            if (!resumed) {
                file.close();
            }
        }
    }

    /// Closes the least used ones beyond the limits; all must be on disk.
    void trim() throws IOException {
        long bytes = open.values().stream().mapToLong(DrawerWriter::knownBytes).sum();
        Iterator<DrawerWriter> each = open.values().iterator();
        while (each.hasNext()
                && open.size() > 1
                && (open.size() > limits.openDrawers() || bytes > limits.knownBytes())) {
            DrawerWriter writer = each.next();
            bytes -= writer.knownBytes();
            each.remove();
            close(writer, true);
        }
    }

    /// Closes a drawer's writer, if there is one.
    void drop(Drawer drawer) throws IOException {
        DrawerWriter writer = open.remove(drawer);
        if (writer != null) {
            close(writer, false);
        }
    }

    /// @param mark whether to say on disk that nothing is missing
    void closeAll(boolean mark) throws IOException {
        Iterator<DrawerWriter> each = open.values().iterator();
        while (each.hasNext()) {
            DrawerWriter writer = each.next();
            each.remove();
            close(writer, mark);
        }
    }

    private void close(DrawerWriter writer, boolean mark) throws IOException {
        try (writer) {
            byPath.remove(writer.drawer().path());
            if (mark) {
                writer.mark();
            }
        } catch (NoRoomException e) {
            // The mark can be spared: it only tells a damage from an unfinished write.
            LOG.info("{}: {}", writer.drawer().path(), e.getMessage());
        }
    }

    int size() {
        return open.size();
    }

    /// Up to where a file is known to be on disk; the limit given when it is not being written.
    long durable(Path path, long otherwise) {
        DrawerWriter writer = byPath.get(path);
        return writer == null ? otherwise : Math.min(writer.durable(), otherwise);
    }
}
