// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.directory;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Something that the directory wanted changed, and what came of it.
///
/// @param by whose token it was, as the ledger names it
/// @param method of HTTP
/// @param place below `/scim/v2`, without parameters
/// @param subject id of the person or group; null when there is none
/// @param status of the answer
/// @param note what changed, or why nothing did
public record DirectoryEvent(
        Instant at,
        String by,
        String method,
        String place,
        @Nullable String subject,
        int status,
        String note) {
    static final int LONGEST_NOTE = 500;

    public DirectoryEvent {
        note = note.length() > LONGEST_NOTE ? note.substring(0, LONGEST_NOTE) : note;
    }

    /// Whether the directory got what it wanted.
    public boolean succeeded() {
        return status < 400;
    }
}
