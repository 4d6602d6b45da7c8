// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

/// The file in the data directory that shows people the published policy.
@FunctionalInterface
public interface PolicyCopy {
    /// Replaces the file by exactly this text in UTF-8.
    ///
    /// @throws java.io.UncheckedIOException when that is not possible
    void write(String text);
}
