// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.access;

import dev.chaperone.workspace.RejectedException;

import java.util.Locale;

/// With what somebody gets into a vendor's system.
public enum AccessKind {
    /// An account of a person.
    SEAT,
    /// A key for programs.
    KEY,
    /// A token that stands for a person.
    TOKEN;

    /// The spelling of the API, the database and of vendors' lists.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// For people, within a sentence.
    public String words() {
        return switch (this) {
            case SEAT -> "account";
            case KEY -> "API key";
            case TOKEN -> "token";
        };
    }

    /// Reads the written form.
    public static AccessKind parse(String written) {
        for (AccessKind each : values()) {
            if (each.written().equals(written)) {
                return each;
            }
        }
        throw RejectedException.invalid("kind is '" + written + "', not seat, key or token.");
    }
}
