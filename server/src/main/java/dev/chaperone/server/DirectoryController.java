// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.directory.DirectoryEvent;
import dev.chaperone.workspace.directory.DirectoryEvents;
import dev.chaperone.workspace.directory.DirectoryUsers;
import dev.chaperone.workspace.directory.PeopleList;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.io.IOException;
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
    private final PeopleList people;
    private final Entrance entrance;
    private final Clock clock;

    DirectoryController(Workspace workspace, Entrance entrance) {
        this.users = workspace.directory().users();
        this.events = workspace.directory().events();
        this.people = workspace.directory().list();
        this.entrance = entrance;
        this.clock = workspace.clock();
    }

    /// The page.
    ///
    /// @param last when it last wanted something; null when it never did
    /// @param told active people whom it keeps
    /// @param untold active people whom it does not
    /// @param base address that is entered at the directory
    /// @param managing whether the reader may take lists in
    /// @param next where older events begin; null at the end
    record DirectoryView(
            @Nullable Moment last,
            String told,
            String untold,
            boolean anyUntold,
            String base,
            boolean managing,
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
            SignedIn caller,
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
                        caller.may(Permission.MANAGE_PEOPLE),
                        found.items().stream().map(event -> row(event, now)).toList(),
                        found.next()));
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        model.addAttribute("looked", model.getAttribute("looked"));
        return "directory";
    }

    @Needs(Permission.MANAGE_PEOPLE)
    @PostMapping(PATH)
    String take(
            @RequestParam MultipartFile list,
            @RequestParam(defaultValue = "false") boolean endsOthers,
            @RequestParam(defaultValue = "0") int ends,
            @RequestParam(defaultValue = "false") boolean look,
            SignedIn caller,
            RedirectAttributes next)
            throws IOException {
        try {
            if (look) {
                PeopleList.Outcome outcome = people.look(list.getInputStream(), endsOthers);
                next.addFlashAttribute("looked", Looked.of(outcome));
            } else {
                PeopleList.Outcome outcome =
                        people.take(list.getInputStream(), endsOthers, ends, caller.actor());
                next.addFlashAttribute(
                        "done",
                        "Taken in: %d new, %d changed, %d ended."
                                .formatted(
                                        outcome.created().size(),
                                        outcome.changed().size(),
                                        outcome.leavers().size()));
            }
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH + "#list";
    }

    /// What a list would change, group by group.
    record Looked(List<Group> groups, String ignored, int ends) {
        private static final int NAMED = 20;

        Looked {
            groups = List.copyOf(groups);
        }

        static Looked of(PeopleList.Outcome outcome) {
            return new Looked(
                    List.of(
                            Group.of("New", outcome.created()),
                            Group.of("Changed", outcome.changed()),
                            Group.of("Would lose access: not on the list", outcome.leavers()),
                            Group.of(
                                    "Left as they are: your directory keeps them, or they have left",
                                    outcome.left()),
                            new Group("The same as before", Words.number(outcome.same()), "")),
                    String.join(", ", outcome.ignored()),
                    outcome.leavers().size());
        }

        /// Some of the list.
        ///
        /// @param named the first of them
        record Group(String title, String count, String named) {
            static Group of(String title, List<String> people) {
                String more = people.size() > NAMED ? ", …" : "";
                return new Group(
                        title,
                        Words.number(people.size()),
                        String.join(", ", people.stream().limit(NAMED).toList()) + more);
            }
        }
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
