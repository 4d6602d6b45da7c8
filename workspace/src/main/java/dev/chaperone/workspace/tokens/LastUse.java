// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.tokens;

import java.time.Instant;

/// When a token was used last.
public sealed interface LastUse {
    /// Then, to the minute.
    record At(Instant at) implements LastUse {}

    /// Never since it was made.
    record Never() implements LastUse {}

    /// Nobody can tell now.
    ///
    /// @param because why not, as the end of a sentence
    record Unknown(String because) implements LastUse {}
}
