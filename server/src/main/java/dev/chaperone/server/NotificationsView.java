// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.deliveries.Preference;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The page of what the reader was told.
///
/// @param unread how many are
/// @param only whether nothing else is shown
/// @param next where older ones begin; null at the end
/// @param chats whether the company has a chat
/// @param mails whether there is a mail server
record NotificationsView(
        long unread,
        boolean only,
        List<Row> rows,
        @Nullable String next,
        List<Choice> choices,
        boolean chats,
        boolean mails) {

    /// Something that was told.
    record Row(String id, Moment at, String title, String body, String path, boolean unread) {}

    /// How the reader hears of a kind.
    ///
    /// @param locked why it can not be switched off; empty when it can
    record Choice(
            String kind,
            String label,
            String locked,
            boolean mail,
            boolean chat,
            boolean page,
            String rhythm) {}

    static NotificationsView of(
            Page<Notice> found,
            long unread,
            boolean only,
            Map<NoticeKind, Preference> preferences,
            boolean chats,
            boolean mails,
            Instant now) {
        return new NotificationsView(
                unread,
                only,
                found.items().stream().map(each -> row(each, now)).toList(),
                found.next(),
                preferences.entrySet().stream()
                        .map(each -> choice(each.getKey(), each.getValue()))
                        .toList(),
                chats,
                mails);
    }

    private static Row row(Notice each, Instant now) {
        return new Row(
                each.id(),
                Moment.of(each.createdAt(), now),
                each.title(),
                each.body().strip(),
                each.path(),
                each.readAt() == null);
    }

    private static Choice choice(NoticeKind kind, Preference how) {
        return new Choice(
                kind.written(),
                kind.label(),
                kind.locked(),
                how.mail(),
                how.chat(),
                how.page(),
                how.rhythm().written());
    }
}
