// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.incidents;

import java.util.Locale;

/// How far an incident has come. A stage is reached when everything that is needed for it is
/// stated; nobody sets it.
public enum Stage {
    REPORTED("Report"),
    TRIAGED("What is concerned"),
    CONTAINED("Contain"),
    ASSESSED("Assess"),
    NOTIFIED("Decide whom to tell"),
    CLOSED("Learn and close");

    private final String work;

    Stage(String work) {
        this.work = work;
    }

    /// What is done to reach it.
    public String work() {
        return work;
    }

    /// In the API.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }
}
