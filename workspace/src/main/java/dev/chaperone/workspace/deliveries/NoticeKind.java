// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.workspace.RejectedException;

import java.util.Locale;

/// What people are told of.
public enum NoticeKind {
    DUTY("What is asked of you: signatures, courses, reviews, decisions", ""),
    DECISION("What became of your requests for access and exceptions", ""),
    ENDING("Grants and exceptions of yours that end soon", ""),
    LATE("Who of your people is late, once a week", ""),
    CASE(
            "A case about you: it waits for what you say",
            "Nothing is decided about you before you were heard, so you have to hear of it."),
    SIGN_IN(
            "Changes of your account: invitation, password, second factor",
            "If somebody else changed them, this is how you notice."),
    EMERGENCY(
            "Somebody signed in with the administrator token",
            "It is nobody's name, so administrators have to hear of each use.");

    private final String label;
    private final String locked;

    NoticeKind(String label, String locked) {
        this.label = label;
        this.locked = locked;
    }

    /// For people.
    public String label() {
        return label;
    }

    /// Why nobody can switch it off; empty when one can.
    public String locked() {
        return locked;
    }

    public boolean isLocked() {
        return !locked.isEmpty();
    }

    /// The spelling of the API and the database.
    public String written() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Reads the written form.
    public static NoticeKind parse(String written) {
        for (NoticeKind each : values()) {
            if (each.written().equals(written)) {
                return each;
            }
        }
        throw RejectedException.invalid(
                "kind is '" + written + "', not one of the kinds of notifications.");
    }
}
