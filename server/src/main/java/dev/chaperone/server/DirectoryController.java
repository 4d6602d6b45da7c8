// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.directory.DirectoryEvent;
import dev.chaperone.workspace.directory.DirectoryEvents;
import dev.chaperone.workspace.directory.DirectoryUsers;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// The page about the company's directory: whether it keeps people in step, what it wanted, and how
/// it is set up.
@Controller
class DirectoryController {
    private static final String PATH = "/directory";
    private static final int SHOWN = 50;

    private final DirectoryUsers users;
    private final DirectoryEvents events;
    private final Entrance entrance;
    private final Clock clock;

    DirectoryController(Workspace workspace, Entrance entrance) {
        this.users = workspace.directoryUsers();
        this.events = workspace.directoryEvents();
        this.entrance = entrance;
        this.clock = workspace.clock();
    }

    /// The page.
    ///
    /// @param last when it last wanted something; null when it never did
    /// @param told active people whom it keeps
    /// @param untold active people whom it does not
    /// @param base address that is entered at the directory
    /// @param next where older events begin; null at the end
    record DirectoryView(
            @Nullable Moment last,
            String told,
            String untold,
            boolean anyUntold,
            String base,
            List<Row> rows,
            @Nullable String next) {
        DirectoryView {
            rows = List.copyOf(rows);
        }
    }

    /// What it wanted.
    ///
    /// @param person id, when it is about one that has a page; null else
    record Row(
            Moment at, Mark state, String what, String note, String by, @Nullable String person) {}

    @Needs(Permission.READ_PEOPLE)
    @GetMapping(PATH)
    String show(
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Model model) {
        Instant now = clock.instant();
        Page<DirectoryEvent> found = events.list(cursor, SHOWN);
        DirectoryUsers.Known known = users.known();
        model.addAttribute(
                "page",
                new DirectoryView(
                        events.last().map(event -> Moment.of(event.at(), now)).orElse(null),
                        Words.number(known.told()),
                        Words.number(known.untold()),
                        known.untold() > 0,
                        entrance.base(request) + ScimController.PATH,
                        found.items().stream().map(event -> row(event, now)).toList(),
                        found.next()));
        return "directory";
    }

    private static Row row(DirectoryEvent event, Instant now) {
        String subject = event.subject();
        return new Row(
                Moment.of(event.at(), now),
                event.succeeded()
                        ? new Mark("allowed", "check", "Done")
                        : new Mark("blocked", "block", "Refused: " + event.status()),
                what(event),
                event.note(),
                event.by(),
                subject != null && subject.startsWith("person_") ? subject : null);
    }

    private static String what(DirectoryEvent event) {
        String thing = event.place().startsWith("/Groups") ? "Group" : "User";
        return switch (event.method()) {
            case "POST" -> thing + " created";
            case "DELETE" -> thing + " deleted";
            default -> thing + " changed";
        };
    }
}
