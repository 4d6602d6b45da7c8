// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The `git` on the PATH, at work in one repository.
final class Git {
    private final Path directory;

    private Git(Path directory) {
        this.directory = directory;
    }

    /// The repository that a folder belongs to.
    static Git around(Path folder) throws SweepException {
        Git here = new Git(folder);
        try {
            return new Git(Path.of(here.text("rev-parse", "--show-toplevel").strip()));
        } catch (SweepException e) {
            throw e.isWrongRequest()
                    ? SweepException.wrong(
                            e.sentence()
                                    + "\nRun it inside a repository, or name files and folders.")
                    : e;
        }
    }

    Path directory() {
        return directory;
    }

    /// What a command prints, which has to succeed.
    String text(String... words) throws SweepException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        read(out -> out.transferTo(output), "", List.of(words));
        return output.toString(StandardCharsets.UTF_8);
    }

    /// Reads what comes out of a command.
    interface Reading {
        void from(InputStream out) throws IOException, SweepException;
    }

    /// Hands on what a command prints, which has to succeed.
    ///
    /// @param input what the command reads
    void read(Reading reading, String input, List<String> words) throws SweepException {
        try (GitProcess process = start(words)) {
            Thread feeding = process.feed(input.getBytes(StandardCharsets.UTF_8));
            reading.from(process.out());
            feeding.join();
            process.requireSuccess();
        } catch (IOException e) {
            throw SweepException.unreachable("git stopped in between: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SweepException.unreachable("interrupted");
        }
    }

    GitProcess start(List<String> words) throws SweepException {
        List<String> command = new ArrayList<>(List.of("git", "--no-pager"));
        command.addAll(words);
        return GitProcess.start(command, directory);
    }
}
