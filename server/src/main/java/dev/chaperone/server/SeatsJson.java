// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.seats.Seat;
import dev.chaperone.workspace.seats.SeatFinding;
import dev.chaperone.workspace.seats.SeatReading;
import dev.chaperone.workspace.seats.SeatReadings;
import dev.chaperone.workspace.seats.SeatSource;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Vendors' lists, accounts and findings as the API shows them.
final class SeatsJson {
    private SeatsJson() {}

    /// What came of a list that was handed in.
    ///
    /// @param reading null when it was tried only
    /// @param digest SHA-256 of the bytes
    /// @param ignored headings that mean nothing here
    record OutcomeJson(
            boolean dryRun,
            String digest,
            long rows,
            long appeared,
            long gone,
            long changed,
            List<String> ignored,
            @Nullable ReadingJson reading) {
        static OutcomeJson of(SeatReadings.Outcome outcome) {
            SeatReading reading = outcome.reading();
            return new OutcomeJson(
                    reading == null,
                    outcome.digest().toString(),
                    outcome.changes().rows(),
                    outcome.changes().appeared(),
                    outcome.changes().gone(),
                    outcome.changes().changed(),
                    outcome.ignored(),
                    reading == null ? null : ReadingJson.of(reading));
        }
    }

    /// One complete list.
    ///
    /// @param asOf when the source was read
    /// @param by who handed it in, `handed` when
    /// @param entry of the ledger
    record ReadingJson(
            long number,
            String source,
            String tool,
            @Nullable String plan,
            Instant asOf,
            String by,
            Instant handed,
            String digest,
            long rows,
            long appeared,
            long gone,
            long changed,
            long entry) {
        static ReadingJson of(SeatReading each) {
            return new ReadingJson(
                    each.number(),
                    each.source().value(),
                    each.tool().value(),
                    each.plan(),
                    each.asOf(),
                    each.by(),
                    each.at(),
                    each.digest().toString(),
                    each.changes().rows(),
                    each.changes().appeared(),
                    each.changes().gone(),
                    each.changes().changed(),
                    each.entry());
        }
    }

    /// A list of a vendor.
    ///
    /// @param source null: a tool of the policy whose accounts no list shows
    /// @param state `never-read`, `old` or `read`, as of now
    /// @param accounts that can be used; null when nobody knows
    record SourceJson(
            @Nullable String source,
            String tool,
            String state,
            @Nullable Instant asOf,
            @Nullable Long accounts,
            @Nullable Long unresolved) {
        static SourceJson of(SeatSource each, Instant now) {
            SeatReading newest = each.newest();
            return new SourceJson(
                    each.source() == null ? null : each.source().value(),
                    each.tool().value(),
                    each.state(now).name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    newest == null ? null : newest.asOf(),
                    newest == null ? null : each.accounts(),
                    newest == null ? null : each.unresolved());
        }
    }

    /// An account, key or token.
    ///
    /// @param lastActivity null: not known, which is not never
    /// @param live false when the vendor lists it as revoked, removed or the like
    /// @param person id of whose it is; null when nobody knows
    /// @param rule `address`, `former-address`, `by-hand`, or why nobody knows: `no-address`,
    ///   `nobody`, `address-of-several`
    record SeatJson(
            String source,
            String tool,
            String account,
            String kind,
            @Nullable String address,
            @Nullable String name,
            @Nullable String plan,
            @Nullable Instant lastActivity,
            @Nullable String state,
            boolean live,
            Instant shownSince,
            @Nullable String person,
            String rule) {
        static SeatJson of(Seat each) {
            return new SeatJson(
                    each.source().value(),
                    each.tool().value(),
                    each.account(),
                    each.kind().written(),
                    each.address(),
                    each.name(),
                    each.plan(),
                    each.lastActivity(),
                    each.state(),
                    each.live(),
                    each.shownSince(),
                    each.owner() == null ? null : each.owner().value(),
                    each.rule().written());
        }
    }

    /// Something that is not as it should be.
    ///
    /// @param kind `left`, `unresolved`, `no-grant`, `plan` or `no-seat`
    /// @param seat null for `no-seat`
    /// @param grant id, for `no-seat` only
    record FindingJson(
            String kind,
            String tool,
            @Nullable String plan,
            String access,
            @Nullable String person,
            @Nullable SeatJson seat,
            @Nullable String grant) {
        static FindingJson of(SeatFinding each) {
            return switch (each) {
                case SeatFinding.OfSeat(var kind, var seat) ->
                        new FindingJson(
                                kind.written(),
                                seat.tool().value(),
                                seat.plan(),
                                seat.kind().written(),
                                seat.owner() == null ? null : seat.owner().value(),
                                SeatJson.of(seat),
                                null);
                case SeatFinding.OfGrant(
                                var kind,
                                var grant,
                                var person,
                                var tool,
                                var plan,
                                var access) ->
                        new FindingJson(
                                kind.written(),
                                tool.value(),
                                plan.value(),
                                access.written(),
                                person.value(),
                                null,
                                grant);
            };
        }
    }
}
