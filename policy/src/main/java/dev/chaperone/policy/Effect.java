// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.Locale;

/// What became of a request by a [Decision], at the point where it was decided.
public enum Effect {
    ALLOWED,
    WARNED,
    REDACTED,
    BLOCKED;

    /// The spelling of records.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
