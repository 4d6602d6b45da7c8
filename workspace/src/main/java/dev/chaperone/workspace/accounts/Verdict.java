// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;

import java.time.Duration;

/// Whether somebody is let in.
public sealed interface Verdict {
    /// They are who they say.
    ///
    /// @param recovery whether they used up a recovery code
    record Known(PersonId person, boolean recovery) implements Verdict {}

    /// Something was wrong, and what is not told.
    record Unknown() implements Verdict {}

    /// Too much was wrong lately; nothing is looked at before that.
    record Wait(Duration left) implements Verdict {}
}
