// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.RejectedException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/// The bytes that somebody hands in, on disk until they are read: a caller who sends slowly holds
/// no connection of the database, and a long list no memory.
///
/// @param digest of the bytes
record Handed(Path file, Digest digest) implements AutoCloseable {
    private static final long MOST_BYTES = 512L * 1024 * 1024;
    private static final int BUFFER = 64 * 1024;

    /// Takes in what a caller sends.
    static Handed take(InputStream from) throws IOException {
        Path file = Files.createTempFile("chaperone-seats", ".csv");
        boolean taken = false;
        try {
            MessageDigest hash = Digest.sha256();
            try (OutputStream to = new DigestOutputStream(Files.newOutputStream(file), hash)) {
                copy(from, to);
            }
            taken = true;
            return new Handed(file, new Digest(HexFormat.of().formatHex(hash.digest())));
        } finally {
            if (!taken) {
                Files.delete(file);
            }
        }
    }

    private static void copy(InputStream from, OutputStream to) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long total = 0;
        for (int n; (n = from.read(buffer)) >= 0; ) {
            total += n;
            if (total > MOST_BYTES) {
                throw RejectedException.invalid(
                        "The list is larger than " + MOST_BYTES / 1024 / 1024 + " MiB.");
            }
            to.write(buffer, 0, n);
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
