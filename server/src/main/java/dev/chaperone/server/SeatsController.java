// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.seats.Seat;
import dev.chaperone.workspace.seats.SeatFinding;
import dev.chaperone.workspace.seats.SeatFindings;
import dev.chaperone.workspace.seats.SeatReading;
import dev.chaperone.workspace.seats.SeatReadings;
import dev.chaperone.workspace.seats.SeatSource;
import dev.chaperone.workspace.seats.Seats;
import dev.chaperone.workspace.seats.SourceId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// The pages about accounts at vendors.
@Controller
class SeatsController {
    private static final String PATH = "/seats";
    private static final int ROWS = 50;
    private static final int READINGS = 10;

    private final SeatReadings readings;
    private final Seats seats;
    private final SeatFindings findings;
    private final SeatsApi api;
    private final Directory directory;
    private final Clock clock;

    SeatsController(Workspace workspace, Directory directory, SeatsApi api) {
        this.readings = workspace.vendors().readings();
        this.seats = workspace.vendors().seats();
        this.findings = workspace.vendors().findings();
        this.api = api;
        this.directory = directory;
        this.clock = workspace.clock();
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH)
    String list(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(required = false) @Nullable String cursor,
            SignedIn caller,
            Model model) {
        SeatFindings.Filter filter = SeatsApi.filter(kind, null);
        Page<SeatFinding> page = findings.list(filter, cursor, ROWS);
        model.addAttribute(
                "page",
                SeatsView.of(
                        readings.sources(),
                        page,
                        filter.kind(),
                        directory.names(SeatsView.people(page.items())),
                        caller,
                        clock.instant()));
        told(model);
        return "seats";
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(PATH + "/{source}")
    String show(
            @PathVariable String source,
            @RequestParam(required = false) @Nullable String cursor,
            SignedIn caller,
            Model model) {
        Instant now = clock.instant();
        SourceId id = new SourceId(source);
        SeatSource known = readings.source(id);
        Page<Seat> accounts = seats.list(new Seats.Filter(id, null), cursor, ROWS);
        List<SeatReading> recent = readings.list(id, null, READINGS).items();
        Directory.Names names = directory.names(people(accounts.items(), recent));
        boolean managing = caller.may(Permission.MANAGE_ACCESS);
        model.addAttribute("source", SeatsView.source(known, now));
        model.addAttribute(
                "accounts",
                accounts.items().stream()
                        .map(each -> SeatsView.account(each, names, managing))
                        .toList());
        model.addAttribute("next", accounts.next());
        model.addAttribute(
                "readings",
                recent.stream().map(each -> SeatsView.reading(each, names, now)).toList());
        told(model);
        return "seat-source";
    }

    private static Set<PersonId> people(List<Seat> accounts, List<SeatReading> readings) {
        Set<PersonId> people =
                accounts.stream()
                        .map(Seat::owner)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toCollection(HashSet::new));
        readings.stream()
                .map(SeatReading::by)
                .filter(by -> by.startsWith("person_"))
                .forEach(by -> people.add(new PersonId(by)));
        return people;
    }

    private static void told(Model model) {
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
    }

    /// @param asOf a day and time in UTC, as browsers write it
    /// @param tried whether it is only to be told what would change
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH)
    String hand(
            @RequestParam String source,
            @RequestParam String tool,
            @RequestParam String asOf,
            @RequestParam(defaultValue = "") String plan,
            @RequestParam(defaultValue = "seat") String kind,
            @RequestParam(defaultValue = "false") boolean empty,
            @RequestParam(defaultValue = "false") boolean tried,
            @RequestParam MultipartFile list,
            SignedIn caller,
            RedirectAttributes next)
            throws IOException {
        try {
            SeatReadings.Outcome outcome =
                    readings.hand(
                            SeatsApi.told(source, tool, asOf, plan, kind, empty),
                            list.getInputStream(),
                            tried,
                            caller.actor());
            next.addFlashAttribute("done", words(outcome));
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH;
    }

    private static String words(SeatReadings.Outcome outcome) {
        return (outcome.reading() == null ? "Only tried, nothing is changed: " : "Taken in: ")
                + "%s, %s new, %s gone, %s changed."
                        .formatted(
                                Words.count(outcome.changes().rows(), "row", "rows"),
                                Words.number(outcome.changes().appeared()),
                                Words.number(outcome.changes().gone()),
                                Words.number(outcome.changes().changed()))
                + (outcome.ignored().isEmpty()
                        ? ""
                        : " Not used: the columns " + String.join(", ", outcome.ignored()) + ".");
    }

    /// @param account of which it is said; whose is empty when a word is taken back
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(PATH + "/{source}/links")
    String link(
            @PathVariable String source,
            @RequestParam String account,
            @RequestParam(defaultValue = "") String person,
            @RequestParam(defaultValue = "") String reason,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            if (person.isBlank()) {
                api.unlink(source, account, caller);
                next.addFlashAttribute("done", "Taken back: the rules say whose it is.");
            } else {
                api.link(new SeatsApi.LinkJson(source, account, person.strip(), reason), caller);
                next.addFlashAttribute("done", "Recorded whose it is.");
            }
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:" + PATH + "/" + new SourceId(source);
    }
}
