// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.activity.Filter;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Interactions;
import dev.chaperone.workspace.activity.Listing;
import dev.chaperone.workspace.activity.Reads;
import dev.chaperone.workspace.activity.Scope;
import dev.chaperone.workspace.incidents.Field;
import dev.chaperone.workspace.incidents.Incident;
import dev.chaperone.workspace.incidents.Incidents;
import dev.chaperone.workspace.incidents.NewIncident;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// What was sent that should not have been: reports, and what is known of them.
@RestController
class IncidentsApi {
    private static final String ROOT = "/api/v1/incidents";
    private static final int MOST_LAST = 20;

    private final Incidents incidents;
    private final Interactions interactions;
    private final Reads reads;
    private final Prefill prefill = new Prefill();

    IncidentsApi(Workspace workspace) {
        this.incidents = workspace.conduct().incidents();
        this.interactions = workspace.interactions();
        this.reads = workspace.reads();
    }

    /// A report.
    ///
    /// @param description what happened, without the secret itself
    /// @param noticed when; now when missing
    /// @param interactions ids of requests
    /// @param last so many of one's own last requests, for whoever knows no id; 0 to 20
    record ReportJson(
            @Nullable String description,
            @Nullable String noticed,
            @Nullable List<@Nullable String> interactions,
            @Nullable Integer last) {}

    /// @param facts by the names of the fields
    record FactsJson(@Nullable Map<String, @Nullable String> facts) {}

    /// @param reference what another system calls it
    /// @param url where it can be looked at there
    record TicketJson(@Nullable String reference, @Nullable String url) {}

    /// An incident.
    ///
    /// @param reporter a person's id, or `admin-token`
    /// @param stage `reported`, `triaged`, `contained`, `assessed`, `notified` or `closed`
    /// @param missing fields to state before it can be closed
    /// @param decideBy until when to decide whom to tell
    /// @param interactions ids of requests
    record IncidentJson(
            String id,
            long number,
            int version,
            String stage,
            String reporter,
            Instant reported,
            Instant decideBy,
            boolean overdue,
            Map<String, String> facts,
            List<String> missing,
            List<String> interactions,
            Incident.@Nullable Ticket ticket,
            Incident.@Nullable Closing closing) {}

    @Needs(Permission.REPORT_INCIDENT)
    @PostMapping(ROOT)
    ResponseEntity<IncidentJson> report(@RequestBody ReportJson report, SignedIn caller) {
        Map<Field, String> facts = new EnumMap<>(Field.class);
        facts.put(Field.DESCRIPTION, Given.text("description", report.description()));
        Instant noticed = Given.moment("noticed", report.noticed());
        if (noticed != null) {
            facts.put(Field.NOTICED, noticed.toString());
        }
        List<Interaction> requests = requests(report, caller);
        return answer(HttpStatus.CREATED, report(facts, requests, caller));
    }

    /// Reports one with what these requests say already; what is stated stands above it.
    Incident report(Map<Field, String> stated, List<Interaction> requests, SignedIn caller) {
        Map<Field, String> facts = prefill.of(requests);
        facts.putAll(stated);
        return incidents.report(
                new NewIncident(facts, requests.stream().map(Interaction::id).toList()),
                caller.actor());
    }

    private List<Interaction> requests(ReportJson report, SignedIn caller) {
        List<String> ids = Given.texts("interactions", report.interactions());
        if (!ids.isEmpty()) {
            return ids.stream().map(id -> request(id, caller)).toList();
        }
        Integer last = report.last();
        if (last == null || last == 0) {
            return List.of();
        }
        if (last < 0 || last > MOST_LAST) {
            throw RejectedException.invalid("last is " + last + ", not 0 to " + MOST_LAST + ".");
        }
        return lastOf(caller, last);
    }

    /// One's own last requests.
    List<Interaction> lastOf(SignedIn caller, int number) {
        if (caller.person() == null) {
            return List.of();
        }
        Listing own = interactions.list(Scope.only(caller.person()), Filter.NONE, null, number);
        return own.items();
    }

    /// A request that the caller may see.
    Interaction request(String id, SignedIn caller) {
        Interaction found =
                interactions
                        .find(caller.scope(), id)
                        .orElseThrow(() -> RejectedException.unknown("interaction"));
        reads.opened(caller.actor(), found);
        return found;
    }

    /// One's own reports; everybody's for those who may see them.
    @Needs(Permission.SEE_INCIDENTS)
    @GetMapping(ROOT)
    Page<IncidentJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        Page<Incident> page = incidents.list(reporter(caller), cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    static @Nullable String reporter(SignedIn caller) {
        return caller.may(Permission.READ_INCIDENTS) ? null : caller.actor().value();
    }

    /// Somebody else's does not exist for those who see their own only.
    @Needs(Permission.SEE_INCIDENTS)
    @GetMapping(ROOT + "/{id}")
    ResponseEntity<IncidentJson> show(@PathVariable String id, SignedIn caller) {
        return answer(HttpStatus.OK, visible(id, caller));
    }

    Incident visible(String id, SignedIn caller) {
        String reporter = reporter(caller);
        return incidents
                .find(id)
                .filter(each -> reporter == null || each.reporter().equals(reporter))
                .orElseThrow(() -> RejectedException.unknown("incident"));
    }

    /// States facts.
    @Needs(Permission.HANDLE_INCIDENTS)
    @PatchMapping(ROOT + "/{id}")
    ResponseEntity<IncidentJson> state(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String seen,
            @RequestBody FactsJson stated,
            SignedIn caller) {
        Map<Field, String> facts = new EnumMap<>(Field.class);
        Objects.requireNonNullElse(stated.facts(), Map.<String, @Nullable String>of())
                .forEach((name, value) -> facts.put(field(name), Given.text(name, value)));
        return answer(HttpStatus.OK, incidents.state(id, version(seen), facts, caller.actor()));
    }

    static Field field(String name) {
        return Field.of(name)
                .orElseThrow(() ->
                        RejectedException.invalid(
                                "There is no field '%s'. There are: %s."
                                        .formatted(
                                                name,
                                                Arrays.stream(Field.values())
                                                        .map(Field::written)
                                                        .collect(Collectors.joining(", ")))));
    }

    private static int version(@Nullable String seen) {
        if (seen == null) {
            throw RejectedException.invalid(
                    "Send the version that you have seen: 'If-Match: \"3\"', as the ETag of the"
                            + " incident says.");
        }
        return Given.number("If-Match", seen.replace("\"", ""));
    }

    @Needs(Permission.HANDLE_INCIDENTS)
    @PostMapping(ROOT + "/{id}/close")
    ResponseEntity<IncidentJson> close(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String seen,
            SignedIn caller) {
        return answer(HttpStatus.OK, incidents.close(id, version(seen), caller.actor()));
    }

    @Needs(Permission.HANDLE_INCIDENTS)
    @PutMapping(ROOT + "/{id}/ticket")
    ResponseEntity<IncidentJson> link(
            @PathVariable String id, @RequestBody TicketJson ticket, SignedIn caller) {
        return answer(
                HttpStatus.OK,
                incidents.link(
                        id,
                        Given.text("reference", ticket.reference()),
                        ticket.url(),
                        caller.actor()));
    }

    private ResponseEntity<IncidentJson> answer(HttpStatus status, Incident incident) {
        return ResponseEntity.status(status)
                .eTag("\"" + incident.version() + "\"")
                .body(json(incident));
    }

    private IncidentJson json(Incident incident) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (Field field : Field.values()) {
            String value = incident.facts().get(field);
            if (value != null) {
                facts.put(field.written(), value);
            }
        }
        return new IncidentJson(
                incident.id(),
                incident.number(),
                incident.version(),
                incident.stage().written(),
                incident.reporter(),
                incident.reportedAt(),
                incidents.decideBy(incident),
                incidents.isOverdue(incident),
                facts,
                incident.missing().stream().map(Field::written).toList(),
                incident.evidence(),
                incident.ticket(),
                incident.closing());
    }
}
