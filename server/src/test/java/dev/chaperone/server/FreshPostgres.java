// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.springframework.util.FileSystemUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The private database as its first start leaves it, made once in this process: to unpack the
/// program and to create the files takes longer than all else in the start of an instance.
final class FreshPostgres {
    private static final Path PLACE = Path.of("target", "fresh-postgres").toAbsolutePath();

    private FreshPostgres() {}

    private static final class Made {
        private static final Path HOME = make();

        private static Path make() {
            try {
                FileSystemUtils.deleteRecursively(PLACE);
                Postgres.start(PLACE, "replaced0at0each0start").close();
                return PLACE;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /// Puts it into a data directory that has none yet.
    static void in(Path data) throws IOException {
        at(data.resolve("postgres"));
    }

    static void at(Path home) throws IOException {
        if (!Files.exists(home.resolve("program"))) {
            Path files = DataDirectory.ownOnly(home.resolve("data"));
            FileSystemUtils.copyRecursively(Made.HOME.resolve("data"), files);
            Files.createSymbolicLink(home.resolve("program"), Made.HOME.resolve("program"));
        }
    }
}
