// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Something that a person is told.
///
/// @param path of the page that it is about
/// @param readAt null while it is unread
public record Notice(
        String id,
        PersonId person,
        NoticeKind kind,
        String title,
        String body,
        String path,
        Instant createdAt,
        @Nullable Instant readAt) {
    /// What is to be told, to whomever.
    ///
    /// @param kind decides how people want to hear of it
    /// @param occasion what it is about: nobody is told the same twice
    /// @param text of the letter; nothing secret, nothing of a prompt
    /// @param path of the page that it is about
    public record News(NoticeKind kind, String occasion, String title, String text, String path) {}
}
