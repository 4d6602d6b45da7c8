// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What git is about to commit, or what commits changed. Each changed file is read as a whole, as
/// it is then, so that lines keep their surroundings; only findings in added lines count.
final class GitChanges implements Source {
    private static final String RAW = "--raw";
    private static final String WHOLE_IDS = "--no-abbrev";
    private static final String NO_RENAMES = "--no-renames";

    private final Git git;
    private final List<Change> changes;

    private GitChanges(Git git, List<Change> changes) {
        this.git = git;
        this.changes = List.copyOf(changes);
    }

    /// What the next commit would change.
    static GitChanges staged(Path folder) throws SweepException {
        Git git = Git.around(folder);
        String raw =
                git.text(
                        "diff",
                        "--cached",
                        RAW,
                        "-z",
                        WHOLE_IDS,
                        NO_RENAMES,
                        "--no-ext-diff",
                        "--no-textconv");
        return new GitChanges(git, Change.parse(raw));
    }

    /// What each of these commits changed, the oldest first; of a merge, what is in none of its
    /// parents.
    static GitChanges of(String revisions, Path folder) throws SweepException {
        Git git = Git.around(folder);
        // what is behind the end of options can not be taken for one
        String commits = git.text("rev-list", "--reverse", "--end-of-options", revisions, "--");
        String raw =
                git.text(
                        commits.getBytes(StandardCharsets.UTF_8),
                        "diff-tree",
                        "--stdin",
                        "-c",
                        "-r",
                        "--root",
                        RAW,
                        "-z",
                        WHOLE_IDS,
                        NO_RENAMES);
        return new GitChanges(git, Change.parse(raw));
    }

    @Override
    public List<Path> roots() {
        return List.of(git.directory());
    }

    @Override
    public void readAll(Reader reader) throws SweepException {
        try (Blobs blobs = new Blobs(git)) {
            for (Change change : changes) {
                if (change.isLink()) {
                    reader.link();
                } else if (!change.isGone() && !change.isModule()) {
                    reader.read(content(change), () -> blobs.open(change.blob()));
                }
            }
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
