// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What git is about to commit, or what commits changed. Each changed file is read as a whole, as
/// it is then, so that lines keep their surroundings; only findings in added lines count.
final class GitChanges implements Source {
    private static final List<String> WHOLE_IDS_AND_NAMES =
            List.of("--raw", "-z", "--no-abbrev", "--no-renames");

    private final Git git;
    private final List<String> command;
    private final String commits;

    private GitChanges(Git git, List<String> words, String commits) {
        List<String> all = new ArrayList<>(words);
        all.addAll(WHOLE_IDS_AND_NAMES);
        this.git = git;
        this.commits = commits;
        command = List.copyOf(all);
    }

    /// What the next commit would change.
    static GitChanges staged(Path folder) throws SweepException {
        return new GitChanges(
                Git.around(folder),
                List.of("diff", "--cached", "--no-ext-diff", "--no-textconv"),
                "");
    }

    /// What each of these commits changed, the oldest first; of a merge, what is in none of its
    /// parents.
    static GitChanges of(String revisions, Path folder) throws SweepException {
        Git git = Git.around(folder);
        // what is behind the end of options can not be taken for one
        String commits = git.text("rev-list", "--reverse", "--end-of-options", revisions, "--");
        return new GitChanges(git, List.of("diff-tree", "--stdin", "-c", "-r", "--root"), commits);
    }

    @Override
    public List<Path> roots() {
        return List.of(git.directory());
    }

    @Override
    public void readAll(Reader reader) throws SweepException {
        try (Blobs blobs = new Blobs(git)) {
            git.read(
                    out -> Change.forEach(out, change -> read(change, blobs, reader)),
                    commits,
                    command);
        }
    }

    private void read(Change change, Blobs blobs, Reader reader) throws SweepException {
        if (change.isInConflict()) {
            reader.unread(change.path() + " is in conflict and was not read");
        } else if (change.isLink()) {
            reader.link();
        } else if (!change.isGone() && !change.isModule()) {
            reader.read(content(change), () -> blobs.open(change.blob()));
        }
    }

    private Content content(Change change) {
        return new Content(
                change.path(),
                git.directory().resolve(change.path()),
                change.commit(),
                new AddedLines(git, change));
    }
}
