// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What `server.json` says: where a running instance can be reached. `up` writes it when all is
/// ready and deletes it when it stops cleanly.
///
/// @param workspace null when the instance has none
/// @param demo whether a demo model answers
record ServerFile(
        @Nullable URI workspace,
        @Nullable URI gateway,
        @Nullable URI proxy,
        boolean demo,
        long pid,
        Instant written) {
    static final String NAME = "server.json";
    private static final Duration CLOCK_DOUBT = Duration.ofMinutes(1);

    /// Reads the file; empty when there is none.
    ///
    /// @throws IOException when there is one that can not be read or understood
    static Optional<ServerFile> read(Path data) throws IOException {
        Path file = data.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonObject json = JsonObject.parse(Files.readString(file));
        Long pid = json == null ? null : json.number("pid");
        if (json == null || pid == null) {
            throw new IOException(file + " is not what 'up' writes");
        }
        return Optional.of(
                new ServerFile(
                        url(json, "workspace"),
                        url(json, "gateway"),
                        url(json, "proxy"),
                        json.text("demoModel") != null,
                        pid,
                        Files.getLastModifiedTime(file).toInstant()));
    }

    private static @Nullable URI url(JsonObject json, String name) throws IOException {
        String written = json.text(name);
        try {
            return written == null ? null : ServerUrl.parse(written);
        } catch (IllegalArgumentException e) {
            throw new IOException(NAME + ": " + name + " is not a URL", e);
        }
    }

    /// Whether the process that wrote the file lives. One that started later only has its number.
    boolean isAlive() {
        Instant latest = written.plus(CLOCK_DOUBT);
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .flatMap(process -> process.info().startInstant().or(() -> Optional.of(latest)))
                .filter(started -> !started.isAfter(latest))
                .isPresent();
    }
}
