// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Policy;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.incidents.Field;
import dev.chaperone.workspace.incidents.Incident;
import dev.chaperone.workspace.incidents.Incidents;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The pages on which incidents are reported and worked through.
@Controller
class IncidentsController {
    private static final String PATH = "/incidents";
    private static final int MOST = 200;
    private static final int OWN = 8;

    private final Incidents incidents;
    private final IncidentsApi api;
    private final Interactions interactions;
    private final Reads reads;
    private final InForce inForce;
    private final Directory directory;
    private final Rows rows;
    private final Clock clock;

    IncidentsController(Workspace workspace, Directory directory, Rows rows, IncidentsApi api) {
        this.incidents = workspace.conduct().incidents();
        this.interactions = workspace.interactions();
        this.reads = workspace.reads();
        this.inForce = workspace.inForce();
        this.api = api;
        this.directory = directory;
        this.rows = rows;
        this.clock = workspace.clock();
    }

    @Needs(Permission.SEE_INCIDENTS)
    @GetMapping(PATH)
    String list(SignedIn caller, Model model) {
        Instant now = clock.instant();
        List<Incident> found = incidents.list(IncidentsApi.reporter(caller), null, MOST).items();
        boolean everybody = caller.may(Permission.READ_INCIDENTS);
        long open = found.stream().filter(each -> each.closing() == null).count();
        model.addAttribute(
                "page",
                new IncidentsView(
                        summary(found.size(), open, everybody),
                        everybody,
                        contact(),
                        IncidentsView.rows(found, incidents, directory, now),
                        rows.of(api.lastOf(caller, OWN), now)));
        handOver(model);
        return "incidents";
    }

    private static String summary(int all, long open, boolean everybody) {
        if (all == 0) {
            return everybody
                    ? "No incident was reported. That says nothing about what nobody noticed."
                    : "You have reported none.";
        }
        return "%s open, of %s".formatted(Words.number(open), Words.number(all));
    }

    private String contact() {
        Policy policy = inForce.policy().policy();
        String contact = policy.programme().incidents().contact();
        return contact == null ? policy.heading().owner() : contact;
    }

    /// From the form that everybody has.
    @Needs(Permission.REPORT_INCIDENT)
    @PostMapping(PATH)
    String report(
            @RequestParam String description,
            @RequestParam String noticed,
            @RequestParam(required = false) @Nullable List<String> request,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                PATH,
                () -> {
                    Map<Field, String> facts = new EnumMap<>(Field.class);
                    facts.put(Field.DESCRIPTION, Given.text("description", description));
                    Instant at = Given.moment("noticed", noticed);
                    if (at != null) {
                        facts.put(Field.NOTICED, at.toString());
                    }
                    List<Interaction> requests =
                            Objects.requireNonNullElse(request, List.<String>of()).stream()
                                    .map(id -> api.request(id, caller))
                                    .toList();
                    Incident made = api.report(facts, requests, caller);
                    next.addFlashAttribute(
                            "done", "Reported. Thank you: nobody is blamed for a report.");
                    return PATH + "/" + made.id();
                });
    }

    /// From the page of a request: one click.
    @Needs(Permission.REPORT_INCIDENT)
    @PostMapping("/activity/{id}/incident")
    String reportRequest(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        return attempt(
                next,
                "/activity/" + id,
                () -> {
                    Incident made = api.report(Map.of(), List.of(api.request(id, caller)), caller);
                    next.addFlashAttribute(
                            "done",
                            "An incident is open, with what the record says about the request.");
                    return PATH + "/" + made.id();
                });
    }

    @Needs(Permission.SEE_INCIDENTS)
    @GetMapping(PATH + "/{id}")
    String show(@PathVariable String id, SignedIn caller, Model model) {
        Incident incident = api.visible(id, caller);
        Instant now = clock.instant();
        model.addAttribute(
                "page",
                IncidentView.of(
                        incident,
                        new IncidentView.Around(
                                incidents.history(id),
                                incidents.decideBy(incident),
                                incidents.isOverdue(incident),
                                directory),
                        caller,
                        now));
        model.addAttribute("requests", rows.of(evidence(incident, caller), now));
        handOver(model);
        return "incident";
    }

    /// Those of its requests that the reader may see; that they are read is recorded first.
    private List<Interaction> evidence(Incident incident, SignedIn caller) {
        List<Interaction> found =
                incident.evidence().stream()
                        .map(request -> interactions.find(caller.scope(), request))
                        .flatMap(Optional::stream)
                        .toList();
        found.forEach(each -> reads.opened(caller.actor(), each));
        return found;
    }

    @Needs(Permission.HANDLE_INCIDENTS)
    @PostMapping(PATH + "/{id}")
    String state(
            @PathVariable String id,
            @RequestParam Map<String, String> form,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                PATH + "/" + id,
                () -> {
                    int version = Given.number("version", form.getOrDefault("version", ""));
                    incidents.state(
                            id, version, facts(form, api.visible(id, caller)), caller.actor());
                    next.addFlashAttribute("done", "Stated and recorded.");
                    return PATH + "/" + id;
                });
    }

    /// Fields that are left empty state nothing, and neither do moments that come back as the form
    /// showed them: it shows no seconds.
    private static Map<Field, String> facts(Map<String, String> form, Incident known) {
        Map<Field, String> facts = new EnumMap<>(Field.class);
        form.forEach((name, value) -> {
            Field field = Field.of(name).orElse(null);
            if (field != null && !value.isBlank() && !IncidentView.shows(known, field, value)) {
                Instant at = field.kind() == Field.Kind.MOMENT ? Given.moment(name, value) : null;
                facts.put(field, at == null ? value : at.toString());
            }
        });
        return facts;
    }

    @Needs(Permission.HANDLE_INCIDENTS)
    @PostMapping(PATH + "/{id}/close")
    String close(
            @PathVariable String id,
            @RequestParam int version,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                PATH + "/" + id,
                () -> {
                    incidents.close(id, version, caller.actor());
                    next.addFlashAttribute("done", "Closed.");
                    return PATH + "/" + id;
                });
    }

    @Needs(Permission.HANDLE_INCIDENTS)
    @PostMapping(PATH + "/{id}/ticket")
    String link(
            @PathVariable String id,
            @RequestParam String reference,
            @RequestParam String url,
            SignedIn caller,
            RedirectAttributes next) {
        return attempt(
                next,
                PATH + "/" + id,
                () -> {
                    incidents.link(
                            id, reference, url.isBlank() ? null : url.strip(), caller.actor());
                    next.addFlashAttribute("done", "Noted.");
                    return PATH + "/" + id;
                });
    }

    /// What the redirect after a form hands over; null otherwise.
    private static void handOver(Model model) {
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
    }

    @FunctionalInterface
    private interface Work {
        /// Does it, and tells which page follows.
        String run();
    }

    private static String attempt(RedirectAttributes next, String back, Work work) {
        try {
            return "redirect:" + work.run();
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
            return "redirect:" + back;
        }
    }
}
