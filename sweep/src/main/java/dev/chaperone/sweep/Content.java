// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;

/// A text to look through.
///
/// @param name how findings name it
/// @param file where it is or belongs; null for standard input
/// @param commit which commit wrote it; null outside of git's history
/// @param lines which of its lines count
record Content(String name, @Nullable Path file, @Nullable String commit, Lines lines) {
    static final Content STANDARD_INPUT = new Content("-", null, null, Lines.ALL);

    /// Whether it is known to be a file of this machine or of a repository.
    boolean isOfARepository() {
        return file != null;
    }
}
