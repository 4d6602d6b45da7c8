// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.holds.Hold;
import dev.chaperone.workspace.holds.Holds;
import dev.chaperone.workspace.holds.NewHold;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;

/// Legal holds: captured content that must be kept.
@RestController
class CaptureHoldsApi {
    /// Stands for all people.
    static final String EVERYBODY = "everybody";

    private final Holds holds;
    private final People people;
    private final Clock clock;

    CaptureHoldsApi(Workspace workspace) {
        this.holds = workspace.content().holds();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// A hold that somebody wants.
    ///
    /// @param person id or e-mail address, or `everybody`
    /// @param reason at least 10 characters; recorded for ever
    /// @param review a day, for example 2027-03-01
    record HoldRequest(@Nullable String person, @Nullable String reason, @Nullable String review) {}

    /// Why a hold should end.
    record ReleaseRequest(@Nullable String reason) {}

    /// A hold.
    ///
    /// @param person null for everybody
    /// @param state `asked`, `held`, `release-asked`, `released`, `refused` or `lapsed`
    /// @param binds whether nothing that it covers may be destroyed now
    /// @param release null while nobody asked for its end
    record HoldJson(
            String id,
            @Nullable String person,
            String state,
            boolean binds,
            LocalDate review,
            boolean reviewDue,
            CaptureJson.Wish wish,
            CaptureJson.@Nullable Wish release) {}

    @Needs(Permission.MANAGE_CAPTURES)
    @PostMapping("/api/v1/capture-holds")
    @ResponseStatus(HttpStatus.CREATED)
    HoldJson create(@RequestBody HoldRequest wanted, SignedIn caller) {
        return json(
                holds.ask(
                        new NewHold(
                                scope(people, Given.text("person", wanted.person())),
                                Given.text("reason", wanted.reason()),
                                day(Given.text("review", wanted.review()))),
                        caller.somebody()));
    }

    /// Whom a hold is about; null for everybody.
    static @Nullable PersonId scope(People people, String written) {
        return written.equals(EVERYBODY)
                ? null
                : people.find(written)
                        .map(Person::id)
                        .orElseThrow(() -> RejectedException.unknown("person"));
    }

    static LocalDate day(String written) {
        try {
            return LocalDate.parse(written);
        } catch (DateTimeParseException e) {
            throw RejectedException.invalid(
                    "review is '" + written + "', not a day such as 2027-03-01.");
        }
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/api/v1/capture-holds")
    Page<HoldJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Page<Hold> page = holds.list(cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    @Needs(Permission.READ_CAPTURES)
    @GetMapping("/api/v1/capture-holds/{id}")
    HoldJson show(@PathVariable String id) {
        return json(holds.find(id).orElseThrow(() -> RejectedException.unknown("hold")));
    }

    @Needs(Permission.CONFIRM_CAPTURES)
    @PostMapping("/api/v1/capture-holds/{id}/approve")
    HoldJson approve(@PathVariable String id, SignedIn caller) {
        return json(holds.decide(id, true, caller.somebody()));
    }

    @Needs(Permission.CONFIRM_CAPTURES)
    @PostMapping("/api/v1/capture-holds/{id}/refuse")
    HoldJson refuse(@PathVariable String id, SignedIn caller) {
        return json(holds.decide(id, false, caller.somebody()));
    }

    @Needs(Permission.MANAGE_CAPTURES)
    @PostMapping("/api/v1/capture-holds/{id}/release")
    HoldJson release(@PathVariable String id, @RequestBody ReleaseRequest wanted, SignedIn caller) {
        return json(holds.askRelease(id, Given.text("reason", wanted.reason()), caller.somebody()));
    }

    @Needs(Permission.CONFIRM_CAPTURES)
    @PostMapping("/api/v1/capture-holds/{id}/release/approve")
    HoldJson approveRelease(@PathVariable String id, SignedIn caller) {
        return json(holds.decideRelease(id, true, caller.somebody()));
    }

    @Needs(Permission.CONFIRM_CAPTURES)
    @PostMapping("/api/v1/capture-holds/{id}/release/refuse")
    HoldJson refuseRelease(@PathVariable String id, SignedIn caller) {
        return json(holds.decideRelease(id, false, caller.somebody()));
    }

    private HoldJson json(Hold hold) {
        var now = clock.instant();
        return new HoldJson(
                hold.id(),
                CaptureJson.id(hold.person()),
                hold.state(now).written(),
                hold.binds(now),
                hold.review(),
                hold.reviewIsDue(now),
                CaptureJson.Wish.of(hold.wish()),
                hold.release() == null ? null : CaptureJson.Wish.of(hold.release()));
    }
}
