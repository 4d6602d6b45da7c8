// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// What came out of reading everything that is kept.
///
/// @param drawers files that were read
/// @param bodies whose every byte was found to be what was kept
/// @param damages each thing that is not what was written
/// @param unfinished writes at a file's end that a crash cut off; nothing in them was promised
public record Check(long drawers, long bodies, List<Damage> damages, List<Damage> unfinished) {
    public Check {
        damages = List.copyOf(damages);
        unfinished = List.copyOf(unfinished);
    }

    /// A place where a file is not what was written.
    ///
    /// @param offset in the file, in bytes
    /// @param interaction whose body can not be opened, null when the damage does not tell
    /// @param what is wrong, a sentence without its end
    public record Damage(Path file, long offset, @Nullable String interaction, String what) {
        @Override
        public String toString() {
            return "%s, offset %d%s: %s"
                    .formatted(
                            file,
                            offset,
                            interaction == null ? "" : ", interaction " + interaction,
                            what);
        }
    }
}
