// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.violations;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What follows from a violation, from the mildest to the gravest.
public enum Sanction {
    REMINDER("A reminder"),
    RETRAINING("The required courses again"),
    WRITTEN_WARNING("A written warning by the personnel department"),
    ACCESS_SUSPENSION("No more assistants until somebody lets the person in again"),
    HR_PROCEDURE("A procedure of the personnel department");

    private final String words;

    Sanction(String words) {
        this.words = words;
    }

    /// For people.
    public String words() {
        return words;
    }

    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Sanction> of(String written) {
        return Arrays.stream(values()).filter(each -> each.written().equals(written)).findFirst();
    }
}
