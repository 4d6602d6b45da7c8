// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.deliveries.Notices;
import dev.chaperone.workspace.deliveries.Preference;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What the caller was told, and how they want to hear of it. Nobody sees or changes that of
/// others.
@RestController
class NotificationsApi {
    private static final String ROOT = "/api/v1/notifications";

    private final Notices notices;

    NotificationsApi(Workspace workspace) {
        this.notices = workspace.mailroom().deliveries().notices();
    }

    /// Something that was told.
    ///
    /// @param path of the page that it is about
    /// @param read null while it is unread
    record NoticeJson(
            String id,
            String kind,
            String title,
            String text,
            String path,
            Instant created,
            @Nullable Instant read) {
        static NoticeJson of(Notice each) {
            return new NoticeJson(
                    each.id(),
                    each.kind().written(),
                    each.title(),
                    each.body(),
                    each.path(),
                    each.createdAt(),
                    each.readAt());
        }
    }

    /// A piece of the list.
    ///
    /// @param unread how many there are in all
    record NoticesJson(List<NoticeJson> items, @Nullable String next, long unread) {}

    /// How the caller hears of a kind.
    ///
    /// @param rhythm of the mail: `at-once`, `daily` or `weekly`
    /// @param locked why it can not be changed; null when it can
    record PreferenceJson(
            String kind,
            boolean mail,
            boolean chat,
            boolean page,
            String rhythm,
            @Nullable String locked) {
        static PreferenceJson of(NoticeKind kind, Preference how) {
            return new PreferenceJson(
                    kind.written(),
                    how.mail(),
                    how.chat(),
                    how.page(),
                    how.rhythm().written(),
                    kind.isLocked() ? kind.locked() : null);
        }
    }

    /// What is wanted of one kind; all of it is stated.
    record WantedJson(
            @Nullable Boolean mail,
            @Nullable Boolean chat,
            @Nullable Boolean page,
            @Nullable String rhythm) {
        Preference read() {
            return new Preference(
                    stated("mail", mail),
                    stated("chat", chat),
                    stated("page", page),
                    Preference.Rhythm.parse(stated("rhythm", rhythm)));
        }

        private static <T> T stated(String name, @Nullable T value) {
            if (value == null) {
                throw RejectedException.invalid(name + " is missing.");
            }
            return value;
        }
    }

    @Needs(Permission.ENTER)
    @GetMapping(ROOT)
    NoticesJson list(
            @RequestParam(defaultValue = "false") boolean unread,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "50") int limit,
            SignedIn caller) {
        var self = caller.themselves().person();
        Page<Notice> found = notices.list(self, unread, cursor, limit);
        return new NoticesJson(
                found.items().stream().map(NoticeJson::of).toList(),
                found.next(),
                notices.unread(self));
    }

    @Needs(Permission.ENTER)
    @PostMapping(ROOT + "/{id}/read")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void read(@PathVariable String id, SignedIn caller) {
        notices.read(caller.themselves().person(), id);
    }

    @Needs(Permission.ENTER)
    @GetMapping("/api/v1/notification-preferences")
    Page<PreferenceJson> preferences(SignedIn caller) {
        return new Page<>(
                notices.preferences(caller.themselves().person()).entrySet().stream()
                        .map(each -> PreferenceJson.of(each.getKey(), each.getValue()))
                        .toList(),
                null);
    }

    @Needs(Permission.ENTER)
    @PutMapping("/api/v1/notification-preferences/{kind}")
    PreferenceJson prefer(
            @PathVariable String kind, @RequestBody WantedJson wanted, SignedIn caller) {
        NoticeKind known = NoticeKind.parse(kind);
        var self = caller.themselves().person();
        notices.prefer(self, Map.of(known, wanted.read()));
        return PreferenceJson.of(known, notices.preference(self, known));
    }
}
