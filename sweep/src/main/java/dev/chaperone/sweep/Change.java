// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// A file that changed, as git's raw format tells it.
///
/// @param commit which commit changed it; null when it is not committed
/// @param mode what the file is now
/// @param before its contents before, one for each parent
/// @param blob its content now
/// @param path from the top of the repository
record Change(@Nullable String commit, String mode, List<String> before, String blob, String path) {
    private static final String LINK = "120000";
    private static final String MODULE = "160000";

    Change {
        before = List.copyOf(before);
    }

    /// Reads what `git diff --raw -z` or `git diff-tree --stdin --raw -z` prints: the ids of
    /// commits, and behind each what it changed.
    static List<Change> parse(String raw) {
        List<Change> changes = new ArrayList<>();
        String commit = null;
        String[] words = raw.split("\0", -1);
        for (int i = 0; i < words.length; i++) {
            if (words[i].startsWith(":")) {
                changes.add(of(commit, words[i], words[i + 1]));
                i++;
            } else if (!words[i].isBlank()) {
                commit = words[i].strip();
            }
        }
        return changes;
    }

    /// One line: a colon, a mode and a content for each parent, and those of now behind them.
    private static Change of(@Nullable String commit, String line, String path) {
        int parents = line.length() - line.replaceFirst("^:+", "").length();
        List<String> fields = List.of(line.substring(parents).split(" "));
        List<String> blobs = fields.subList(parents + 1, 2 * parents + 2);
        return new Change(
                commit, fields.get(parents), blobs.subList(0, parents), blobs.get(parents), path);
    }

    boolean isLink() {
        return mode.equals(LINK);
    }

    boolean isModule() {
        return mode.equals(MODULE);
    }

    /// Whether nothing is there now, because the file was deleted or is in conflict.
    boolean isGone() {
        return isNothing(blob);
    }

    static boolean isNothing(String blob) {
        return blob.chars().allMatch(c -> c == '0');
    }
}
