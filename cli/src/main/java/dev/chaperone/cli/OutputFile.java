// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where a command is told to write, looked at before anything is asked of a server.
final class OutputFile {
    private OutputFile() {}

    /// @param file null for standard output
    static void require(@Nullable Path file) throws CommandFailure {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw cannotWrite(file + " is a folder: name a file in it with -o");
        }
        if (!Files.exists(folder)) {
            throw cannotWrite(
                    "the folder %s does not exist. Make it (mkdir -p %s) or name another file with -o"
                            .formatted(folder, Shell.word(folder)));
        }
        if (!Files.isDirectory(folder)) {
            throw cannotWrite(folder + " is not a folder: name another file with -o");
        }
    }

    private static CommandFailure cannotWrite(String sentence) {
        return new CommandFailure(ExitCode.CANNOT_REACH, sentence);
    }
}
