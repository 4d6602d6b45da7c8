// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.Locale;

/// How sure a finding is, strongest first.
public enum Confidence {
    /// It equals what the company registered: a secret of its own, or a phrase.
    EXACT,
    /// A checksum or a decodable structure agrees.
    PROVEN,
    /// A provider's prefix, alphabet and length.
    SHAPED,
    /// A keyword, an operator and a plausible value.
    CONTEXTUAL,
    /// Nothing but randomness.
    GENERIC;

    /// The spelling used in the API and in the ledger.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
