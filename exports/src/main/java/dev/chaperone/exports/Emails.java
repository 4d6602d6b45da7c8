// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.exports;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// What tells the e-mail address of a person, where the configuration lets addresses out.
@FunctionalInterface
public interface Emails {
    /// People stay the opaque ids that the ledger holds.
    Emails NONE = _ -> null;

    /// The address; null when it is not known or not to be told.
    ///
    /// @throws IOException when it can not be looked up now
    @Nullable String of(PersonId person) throws IOException;
}
