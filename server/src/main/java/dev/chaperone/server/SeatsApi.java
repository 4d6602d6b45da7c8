// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.seats.NewReading;
import dev.chaperone.workspace.seats.Seat;
import dev.chaperone.workspace.seats.SeatFinding;
import dev.chaperone.workspace.seats.SeatFindings;
import dev.chaperone.workspace.seats.SeatReading;
import dev.chaperone.workspace.seats.SeatReadings;
import dev.chaperone.workspace.seats.Seats;
import dev.chaperone.workspace.seats.SourceId;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;

/// What vendors' own lists show.
@RestController
class SeatsApi {
    /// Takes in lists that are larger than other bodies; they go to disk.
    static final String READINGS = "/api/v1/seat-readings";

    private final SeatReadings readings;
    private final Seats seats;
    private final SeatFindings findings;
    private final People people;
    private final Clock clock;

    SeatsApi(Workspace workspace) {
        this.readings = workspace.vendors().readings();
        this.seats = workspace.vendors().seats();
        this.findings = workspace.vendors().findings();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// Takes in one complete list.
    @Operation(
            description =
                    "Takes in one complete list of a vendor, as CSV with headings: who is not on it"
                            + " is gone. With dryRun=true nothing is changed, and the answer tells"
                            + " what would be.",
            requestBody =
                    @RequestBody(
                            content =
                                    @Content(
                                            mediaType = "text/csv",
                                            schema = @Schema(type = "string"))))
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(READINGS)
    ResponseEntity<SeatsJson.OutcomeJson> hand(
            @Parameter(description = "name of the list, for example github-copilot") @RequestParam
                    String source,
            @RequestParam String tool,
            @Parameter(description = "when it was read at the vendor") @RequestParam String asOf,
            @Parameter(description = "of accounts that state none") @RequestParam(required = false)
                    @Nullable String plan,
            @Parameter(description = "seat, key or token: what rows are that do not tell it")
                    @RequestParam(defaultValue = "seat")
                    String kind,
            @Parameter(description = "true when nobody has an account any more")
                    @RequestParam(defaultValue = "false")
                    boolean empty,
            @RequestParam(defaultValue = "false") boolean dryRun,
            HttpServletRequest request,
            SignedIn caller)
            throws IOException {
        String type = request.getContentType();
        if (type != null && !type.toLowerCase(Locale.ROOT).matches("(text/|application/octet).*")) {
            throw RejectedException.invalid("Send the list as text/csv.");
        }
        SeatReadings.Outcome outcome =
                readings.hand(
                        told(source, tool, asOf, plan, kind, empty),
                        request.getInputStream(),
                        dryRun,
                        caller.actor());
        return ResponseEntity.status(dryRun ? 200 : 201).body(SeatsJson.OutcomeJson.of(outcome));
    }

    static NewReading told(
            String source,
            String tool,
            String asOf,
            @Nullable String plan,
            String kind,
            boolean empty) {
        return new NewReading(
                new SourceId(source.strip()),
                AccessApi.id("tool", tool, ToolId::new),
                plan == null || plan.isBlank() ? null : AccessApi.id("plan", plan, PlanId::new),
                AccessKind.parse(kind),
                AccessApi.moment("asOf", asOf),
                empty);
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(READINGS)
    Page<SeatsJson.ReadingJson> readings(
            @RequestParam String source,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<SeatReading> page = readings.list(new SourceId(source), cursor, limit);
        return new Page<>(
                page.items().stream().map(SeatsJson.ReadingJson::of).toList(), page.next());
    }

    /// All lists, and the tools of the policy whose accounts none shows.
    @Needs(Permission.READ_ACCESS)
    @GetMapping("/api/v1/seat-sources")
    Page<SeatsJson.SourceJson> sources() {
        Instant now = clock.instant();
        return new Page<>(
                readings.sources().stream()
                        .map(each -> SeatsJson.SourceJson.of(each, now))
                        .toList(),
                null);
    }

    /// @param person whose, by id or e-mail address; everybody's when it is missing
    @Needs(Permission.READ_ACCESS)
    @GetMapping("/api/v1/seats")
    Page<SeatsJson.SeatJson> seats(
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<Seat> page =
                seats.list(
                        new Seats.Filter(
                                source == null ? null : new SourceId(source),
                                person == null ? null : person(person)),
                        cursor,
                        limit);
        return new Page<>(page.items().stream().map(SeatsJson.SeatJson::of).toList(), page.next());
    }

    /// What is not as it should be, the worst first.
    @Needs(Permission.READ_ACCESS)
    @GetMapping("/api/v1/seat-findings")
    Page<SeatsJson.FindingJson> findings(
            @RequestParam(required = false) @Nullable String kind,
            @RequestParam(required = false) @Nullable String source,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<SeatFinding> page = findings.list(filter(kind, source), cursor, limit);
        return new Page<>(
                page.items().stream().map(SeatsJson.FindingJson::of).toList(), page.next());
    }

    static SeatFindings.Filter filter(@Nullable String kind, @Nullable String source) {
        return new SeatFindings.Filter(
                kind == null || kind.isBlank() ? null : SeatFinding.Kind.parse(kind),
                source == null || source.isBlank() ? null : new SourceId(source));
    }

    /// @param person whose it is, by id or e-mail address
    /// @param reason how that is known
    record LinkJson(
            @Nullable String source,
            @Nullable String account,
            @Nullable String person,
            @Nullable String reason) {}

    /// Says by hand whose an account is.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping("/api/v1/seat-links")
    SeatsJson.SeatJson link(
            @org.springframework.web.bind.annotation.RequestBody LinkJson link, SignedIn caller) {
        return SeatsJson.SeatJson.of(
                seats.link(
                        new SourceId(Given.text("source", link.source())),
                        Given.text("account", link.account()),
                        person(Given.text("person", link.person())),
                        Given.text("reason", link.reason()),
                        caller.actor()));
    }

    /// Takes back what was said by hand.
    @Needs(Permission.MANAGE_ACCESS)
    @DeleteMapping("/api/v1/seat-links")
    SeatsJson.SeatJson unlink(
            @RequestParam String source, @RequestParam String account, SignedIn caller) {
        return SeatsJson.SeatJson.of(seats.unlink(new SourceId(source), account, caller.actor()));
    }

    private PersonId person(String idOrEmail) {
        return people.find(idOrEmail)
                .map(Person::id)
                .orElseThrow(() -> RejectedException.unknown("person"));
    }
}
