// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;

/// What is left of a destroyed [Generation]: a small text file. It is there before the key is
/// touched, so that an erasure that a crash interrupts is known and finished.
record Tombstone(Generation generation, Instant at, long bodies, Digest contents) {
    private static final int LINES = 6;

    void write(Places places, Storage storage) throws IOException {
        String text = text();
        String whole = text + Digest.of(text) + "\n";
        storage.publish(generation.tombstone(places), whole.getBytes(StandardCharsets.US_ASCII));
    }

    private String text() {
        return "Chaperone erased captures, version 1\ndrawer %s\nat %s\nbodies %d\ncontents %s\n"
                .formatted(generation, at, bodies, contents);
    }

    /// @throws DamagedException when it is not what was written
    static Tombstone read(Generation generation, Places places) throws IOException {
        Path path = generation.tombstone(places);
        String written = Files.readString(path, StandardCharsets.ISO_8859_1);
        Tombstone read = parse(generation, written);
        if (read == null || !written.equals(read.text() + Digest.of(read.text()) + "\n")) {
            throw new DamagedException(path, 0, "the note of an erasure is not what was written");
        }
        return read;
    }

    private static @Nullable Tombstone parse(Generation generation, String written) {
        String[] lines = written.split("\n", -1);
        if (lines.length != LINES + 1) {
            return null;
        }
        try {
            return new Tombstone(
                    generation,
                    Instant.parse(value(lines[2])),
                    Long.parseLong(value(lines[3])),
                    Digest.parse(value(lines[4])));
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    private static String value(String line) {
        return line.substring(line.indexOf(' ') + 1);
    }
}
