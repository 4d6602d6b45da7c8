// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import java.util.Locale;

/// Why a case was opened.
public enum Cause {
    /// As many prompts were refused as the policy names.
    REPEATED,
    /// One was refused by a rule that the policy calls severe.
    SEVERE,
    /// Somebody noticed something.
    REPORTED;

    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Cause of(String written) {
        return valueOf(written.toUpperCase(Locale.ROOT));
    }
}
