// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

/// Decides whether a secret stands where one was noticed in a run of token characters.
interface Recogniser {
    /// The secret, or null.
    ///
    /// @param place where it was noticed
    /// @param end of the run
    @Nullable Finding at(Text text, int place, int end);
}
