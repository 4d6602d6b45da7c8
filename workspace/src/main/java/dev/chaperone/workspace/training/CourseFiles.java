// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.Digest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The files of a course and their one hash. They are taken in the order of their names; of each
/// come the name, a line feed, how many bytes it has as a decimal number, a line feed, and these
/// bytes. The course's version is the SHA-256 of all that, so that anybody finds it again with
/// `sha256sum`.
///
/// @param all by name; whoever gets one does not change its bytes
// A carrier: nobody compares it.
record CourseFiles(Map<String, byte[]> all) {
    CourseFiles {
        all = new TreeMap<>(all);
    }

    Set<String> names() {
        return all.keySet();
    }

    /// What is hashed, and what is kept of a version.
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        all.forEach((name, file) -> {
            bytes.writeBytes((name + "\n" + file.length + "\n").getBytes(StandardCharsets.UTF_8));
            bytes.writeBytes(file);
        });
        return bytes.toByteArray();
    }

    Digest version() {
        return Digest.of(bytes());
    }

    /// The files back from their bytes; empty when these are not such bytes.
    static Optional<CourseFiles> read(byte[] bytes) {
        Map<String, byte[]> files = new TreeMap<>();
        int at = 0;
        while (at < bytes.length) {
            int name = lineEnd(bytes, at);
            int length = name < 0 ? -1 : lineEnd(bytes, name + 1);
            int size = length < 0 ? -1 : size(bytes, name + 1, length);
            if (size < 0 || size > bytes.length - length - 1) {
                return Optional.empty();
            }
            files.put(
                    new String(bytes, at, name - at, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(bytes, length + 1, length + 1 + size));
            at = length + 1 + size;
        }
        return Optional.of(new CourseFiles(files));
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private static int size(byte[] bytes, int from, int to) {
        try {
            return Integer.parseInt(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
