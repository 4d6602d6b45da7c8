// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.sweep;

import dev.chaperone.detection.Confidence;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// What to look at, and how to tell what was found.
///
/// @param directory where the caller stands: names are relative to it
/// @param least weaker findings are left out
/// @param gitleaks a file with rules of gitleaks that are used too, or null
public record Request(
        Subject subject,
        Path directory,
        Format format,
        Confidence least,
        Known known,
        @Nullable Path gitleaks) {

    /// What is looked at.
    public sealed interface Subject {
        /// Files, folders with all that is below, and `-` for standard input.
        record Paths(List<String> names) implements Subject {
            public Paths {
                names = List.copyOf(names);
            }
        }

        /// The lines that the next commit would add.
        record Staged() implements Subject {}

        /// The lines that these commits added.
        ///
        /// @param revisions as git understands them, for example `main..HEAD`
        record Range(String revisions) implements Subject {}
    }

    /// How it is told.
    public enum Format {
        /// Lines for people.
        TEXT,
        /// An array for programs.
        JSON,
        /// SARIF 2.1.0, which code-scanning services read.
        SARIF
    }

    /// What is known already and not told again.
    ///
    /// @param markers whether a remark in the text can allow a finding
    /// @param baseline a file with findings of before, or null
    /// @param newBaseline where to write those of now, or null
    public record Known(boolean markers, @Nullable Path baseline, @Nullable Path newBaseline) {}
}
