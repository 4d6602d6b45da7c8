// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// A file that changed, as git's raw format tells it.
///
/// @param commit which commit changed it; null when it is not committed
/// @param mode what the file is now
/// @param before its contents before, one for each parent
/// @param blob its content now
/// @param status what happened to it, in git's letters
/// @param path from the top of the repository
record Change(
        @Nullable String commit,
        String mode,
        List<String> before,
        String blob,
        String status,
        String path) {
    private static final String LINK = "120000";
    private static final String MODULE = "160000";
    private static final String CONFLICT = "U";

    Change {
        before = List.copyOf(before);
    }

    /// Gets one change after the other.
    interface Taker {
        void take(Change change) throws SweepException;
    }

    /// Reads what `git diff --raw -z` or `git diff-tree --stdin --raw -z` prints: the ids of
    /// commits, and behind each what it changed.
    static void forEach(InputStream raw, Taker taker) throws IOException, SweepException {
        InputStream in = new BufferedInputStream(raw);
        String commit = null;
        for (String word = word(in); word != null; word = word(in)) {
            if (word.startsWith(":")) {
                String path = word(in);
                if (path == null) {
                    throw new IOException("git ended");
                }
                taker.take(of(commit, word, path));
            } else if (!word.isBlank()) {
                commit = word.strip();
            }
        }
    }

    /// Up to the next zero byte; null at the end.
    private static @Nullable String word(InputStream in) throws IOException {
        ByteArrayOutputStream word = new ByteArrayOutputStream();
        int c = in.read();
        if (c < 0) {
            return null;
        }
        for (; c > 0; c = in.read()) {
            word.write(c);
        }
        return word.toString(StandardCharsets.UTF_8);
    }

    /// One line: a colon, a mode and a content for each parent, and those of now behind them.
    private static Change of(@Nullable String commit, String line, String path) {
        int parents = line.length() - line.replaceFirst("^:+", "").length();
        List<String> fields = List.of(line.substring(parents).split(" "));
        List<String> blobs = fields.subList(parents + 1, 2 * parents + 2);
        return new Change(
                commit,
                fields.get(parents),
                blobs.subList(0, parents),
                blobs.get(parents),
                fields.getLast(),
                path);
    }

    boolean isLink() {
        return mode.equals(LINK);
    }

    boolean isModule() {
        return mode.equals(MODULE);
    }

    /// Whether git waits for somebody to say what its content is.
    boolean isInConflict() {
        return status.equals(CONFLICT);
    }

    /// Whether nothing is there now.
    boolean isGone() {
        return isNothing(blob);
    }

    static boolean isNothing(String blob) {
        return blob.chars().allMatch(c -> c == '0');
    }
}
