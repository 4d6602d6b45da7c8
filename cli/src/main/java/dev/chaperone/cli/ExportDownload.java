// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// An export of the ledger on its way from the workspace: complete, as the workspace counted it, or
/// a failure.
final class ExportDownload {
    private static final String ROWS = "chaperone-rows";

    private final Api api;
    private final String format;

    ExportDownload(Api api, String format) {
        this.api = api;
        this.format = format;
    }

    /// Writes the answer into a file.
    ///
    /// @param path of the API
    /// @return how many entries there are
    /// @throws IOException when the file can not be written
    long into(String path, Path file) throws CommandFailure, IOException {
        try (Api.Stream answer = api.stream(path)) {
            if (!answer.isSuccess()) {
                throw new Refusal(api, path, answer.whole()).failure();
            }
            long rows = answer.headers().firstValueAsLong(ROWS).orElse(-1);
            if (rows < 0) {
                throw new CommandFailure(
                        ExitCode.CANNOT_REACH,
                        api.workspace()
                                + " does not say how many entries there are. Is this the address"
                                + " of a Chaperone workspace?");
            }
            long lines = save(answer.body(), file);
            long header = format.equals("csv") ? 1 : 0;
            if (lines != rows + header) {
                throw cutShort(lines - header, rows);
            }
            return rows;
        } catch (UnreachableException e) {
            throw new CommandFailure(ExitCode.CANNOT_REACH, e.sentence());
        }
    }

    /// Saves the body and counts its lines: each ends with a line feed, and none has one inside.
    private long save(InputStream body, Path file) throws CommandFailure, IOException {
        long lines = 0;
        byte[] buffer = new byte[64 * 1024];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int n = read(body, buffer); n >= 0; n = read(body, buffer)) {
                out.write(buffer, 0, n);
                for (int i = 0; i < n; i++) {
                    if (buffer[i] == '\n') {
                        lines++;
                    }
                }
            }
        }
        return lines;
    }

    private int read(InputStream body, byte[] buffer) throws CommandFailure {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH,
                    "the export was cut short by "
                            + api.workspace()
                            + " or on the way; nothing was kept of it. Try again.");
        }
    }

    private CommandFailure cutShort(long found, long rows) {
        return new CommandFailure(
                ExitCode.CANNOT_REACH,
                "the export has %d of %d entries, so nothing was kept of it. Try again."
                        .formatted(Math.max(0, found), rows));
    }
}
