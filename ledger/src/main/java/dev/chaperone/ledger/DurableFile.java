// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.ledger;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;

/// Small files that are there wholly or not at all, whenever the machine stops.
final class DurableFile {
    private static final String DRAFT = ".new";

    private DurableFile() {}

    /// Puts a text in the place of what was there; on disk when it returns.
    static void replace(Path file, String text) throws IOException {
        write(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
        Disk.force(directory(file));
    }

    /// As [#replace], but the file's name is durable only when its directory was forced.
    static void write(Path file, ByteBuffer content) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + DRAFT);
        Files.deleteIfExists(draft);
        try (FileChannel channel =
                FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        Disk.ownerOnly(draft, "rw-------"))) {
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(false);
        }
        Files.move(
                draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static Path directory(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }
}
