// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.deliveries.Notices;
import dev.chaperone.workspace.deliveries.Preference;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;

/// What the reader was told, and how they want to hear of it.
@Controller
class NotificationsController {
    static final String PATH = "/notifications";

    private static final String BACK = "redirect:" + PATH;
    private static final int ROWS = 50;

    private final Deliveries deliveries;
    private final Notices notices;
    private final Clock clock;

    NotificationsController(Workspace workspace) {
        this.deliveries = workspace.mailroom().deliveries();
        this.notices = deliveries.notices();
        this.clock = workspace.clock();
    }

    @Needs(Permission.ENTER)
    @GetMapping(PATH)
    String show(
            @RequestParam(required = false) @Nullable String only,
            @RequestParam(required = false) @Nullable String cursor,
            SignedIn caller,
            Model model) {
        PersonId self = caller.person();
        boolean unread = "unread".equals(only);
        model.addAttribute(
                "page",
                self == null
                        ? null
                        : NotificationsView.of(
                                notices.list(self, unread, cursor, ROWS),
                                notices.unread(self),
                                unread,
                                notices.preferences(self),
                                deliveries.chats(),
                                deliveries.mails(),
                                clock.instant()));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "notifications";
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/{id}/read")
    String read(@PathVariable String id, SignedIn caller) {
        notices.read(caller.themselves().person(), id);
        return BACK;
    }

    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/read")
    String readAll(SignedIn caller, RedirectAttributes next) {
        int read = notices.readAll(caller.themselves().person());
        next.addFlashAttribute(
                "done", Words.count(read, "notification is", "notifications are") + " read now.");
        return BACK;
    }

    /// @param asked `mail.duty`, `rhythm.duty` and so on; a box that is not there is not ticked
    @Needs(Permission.ENTER)
    @PostMapping(PATH + "/preferences")
    String prefer(
            @RequestParam Map<String, String> asked, SignedIn caller, RedirectAttributes next) {
        try {
            Map<NoticeKind, Preference> wanted = new EnumMap<>(NoticeKind.class);
            for (NoticeKind kind : NoticeKind.values()) {
                if (!kind.isLocked()) {
                    wanted.put(kind, preference(kind.written(), asked));
                }
            }
            notices.prefer(caller.themselves().person(), wanted);
            next.addFlashAttribute("done", "Noted. It holds from now on.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return BACK;
    }

    private static Preference preference(String kind, Map<String, String> asked) {
        return new Preference(
                asked.containsKey("mail." + kind),
                asked.containsKey("chat." + kind),
                asked.containsKey("page." + kind),
                Preference.Rhythm.parse(asked.getOrDefault("rhythm." + kind, "at-once")));
    }
}
