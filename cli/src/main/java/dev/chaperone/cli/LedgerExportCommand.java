// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/// `chaperone ledger export`.
@Command(
        name = "export",
        description = {
            "Writes every entry of a period in another system's format, complete or not at all.",
            "The export is itself recorded."
        })
final class LedgerExportCommand extends ChaperoneCommand {
    private static final Set<String> FORMATS = Set.of("ocsf", "cef", "jsonl", "csv");

    @Option(
            names = "--from",
            required = true,
            paramLabel = "T",
            description = "the first moment: 2026-11-01 (UTC) or 2026-11-01T08:00:00Z")
    private String from = "";

    @Option(
            names = "--to",
            required = true,
            paramLabel = "T",
            description = "the moment after the last")
    private String to = "";

    @Option(
            names = "--format",
            required = true,
            paramLabel = "ocsf|cef|jsonl|csv",
            description = "see docs/exports.md")
    private String format = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "where to write (default: standard output); replaces a file")
    private @Nullable Path output;

    @Option(names = "--bom", description = "begin CSV with a byte order mark, for spreadsheets")
    private boolean bom;

    @Mixin private final ServerOptions options = new ServerOptions();

    LedgerExportCommand(Surroundings surroundings) {
        super(surroundings);
    }

    @Override
    ExitCode run(Surroundings surroundings) throws CommandFailure {
        if (!FORMATS.contains(format)) {
            throw new CommandFailure(
                    ExitCode.BAD_INPUT,
                    "--format is '" + format + "', not ocsf, cef, jsonl or csv");
        }
        OutputFile.require(output);
        try (Api api = options.connect(surroundings)) {
            Path draft = draft();
            try {
                long rows = new ExportDownload(api, format).into(path(), draft);
                deliver(draft, surroundings);
                surroundings.say(rows + (rows == 1 ? " entry" : " entries") + " exported");
                return ExitCode.FINE;
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.CANNOT_REACH, "the export could not be written: " + e);
        }
    }

    private String path() {
        return "/api/v1/ledger/export?from="
                + encoded(from)
                + "&to="
                + encoded(to)
                + "&format="
                + format
                + (bom ? "&bom=true" : "");
    }

    /// Where the export waits until it is known to be complete; for its owner only.
    private Path draft() throws IOException {
        if (output == null) {
            return Files.createTempFile("chaperone-export-", ".part");
        }
        Path directory = output.toAbsolutePath().getParent();
        Path name = output.getFileName();
        if (directory == null || name == null) {
            throw new IOException(output + " is no file");
        }
        return Files.createTempFile(directory, name + ".", ".part");
    }

    private void deliver(Path draft, Surroundings surroundings) throws IOException {
        if (output == null) {
            OutputStream out = surroundings.out();
            Files.copy(draft, out);
            surroundings.out().flush();
            if (surroundings.out().checkError()) {
                throw new IOException("standard output was closed");
            }
            return;
        }
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                draft, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
