// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.offboardings.Offboarding;
import dev.chaperone.workspace.offboardings.Offboardings;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/// People who left, and the proof that everything of theirs is gone.
@RestController
class OffboardingsApi {
    private static final String ROOT = "/api/v1/offboardings";

    private final Offboardings offboardings;
    private final People people;
    private final Clock clock;

    OffboardingsApi(Workspace workspace) {
        this.offboardings = workspace.offboardings();
        this.people = workspace.people();
        this.clock = workspace.clock();
    }

    /// Somebody who left.
    ///
    /// @param person id
    /// @param state `open`, `overdue`, `closed` or `closed-late`, as of now
    /// @param requestsAfter of theirs after they left that were not refused
    record OffboardingJson(
            String person,
            String state,
            Instant left,
            Instant due,
            List<ItemJson> items,
            @Nullable Long requestsAfter,
            @Nullable Instant lastRequest) {
        static OffboardingJson of(Offboarding each, Instant now) {
            Offboarding.Residual residual = each.residual();
            return new OffboardingJson(
                    each.person().value(),
                    each.state(now).written(),
                    each.leftAt(),
                    each.due(),
                    each.items().stream().map(ItemJson::of).toList(),
                    residual == null ? null : residual.requests(),
                    residual == null ? null : residual.last());
        }
    }

    /// One thing that has to be gone.
    ///
    /// @param kind `chaperone`, `seat`, `vendor-key`, `vendor-keys` or `devices`
    /// @param source where it was looked up; null while nobody showed it
    /// @param read when that was read
    /// @param listed whether the newest reading of a vendor's list still shows it
    /// @param told what the lists say of it while it is open
    record ItemJson(
            String id,
            String kind,
            String what,
            @Nullable String source,
            @Nullable Instant read,
            @Nullable String by,
            @Nullable Instant at,
            boolean listed,
            String told) {
        static ItemJson of(Offboarding.Item item) {
            Offboarding.Proof proof = item.proof();
            return new ItemJson(
                    item.id(),
                    item.kind().written(),
                    item.what(),
                    proof == null ? null : proof.source(),
                    proof == null ? null : proof.readAt(),
                    proof == null ? null : proof.by(),
                    proof == null ? null : proof.at(),
                    item.listed(),
                    item.told());
        }
    }

    /// @param source where it was looked up
    /// @param read when; now when it is missing
    record ProofJson(@Nullable String source, @Nullable String read) {}

    @Needs(Permission.READ_ACCESS)
    @GetMapping(ROOT)
    Page<OffboardingJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit) {
        Instant now = clock.instant();
        Page<Offboarding> page = offboardings.list(cursor, limit);
        return new Page<>(
                page.items().stream().map(each -> OffboardingJson.of(each, now)).toList(),
                page.next());
    }

    @Needs(Permission.READ_ACCESS)
    @GetMapping(ROOT + "/{person}")
    OffboardingJson show(@PathVariable String person) {
        return json(existing(person(person)));
    }

    /// Shows that something is gone.
    @Needs(Permission.MANAGE_ACCESS)
    @PostMapping(ROOT + "/{person}/items/{item}/proof")
    OffboardingJson prove(
            @PathVariable String person,
            @PathVariable String item,
            @RequestBody ProofJson proof,
            SignedIn caller) {
        Instant read = Given.moment("read", proof.read());
        return json(
                offboardings.prove(
                        person(person),
                        item,
                        Given.text("source", proof.source()),
                        read == null ? clock.instant() : read,
                        caller.somebody().person()));
    }

    Offboarding existing(PersonId person) {
        return offboardings
                .find(person)
                .orElseThrow(() -> RejectedException.unknown("offboarding"));
    }

    PersonId person(String idOrEmail) {
        return people.find(idOrEmail)
                .map(Person::id)
                .orElseThrow(() -> RejectedException.unknown("offboarding"));
    }

    private OffboardingJson json(Offboarding each) {
        return OffboardingJson.of(each, clock.instant());
    }
}
