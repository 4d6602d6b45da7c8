// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.seats.Seat;
import dev.chaperone.workspace.seats.SeatFinding;
import dev.chaperone.workspace.seats.SeatReading;
import dev.chaperone.workspace.seats.SeatSource;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The page about accounts at vendors: which lists were read, and what is not as it should be.
///
/// @param only kind of findings that are shown; empty: all
/// @param next where older findings begin; null at the end
/// @param unknown whether some list was never read or is old, so that nobody knows what is missing
/// @param managing whether the reader may hand lists in
record SeatsView(
        List<Source> sources,
        List<Kind> kinds,
        String only,
        List<Finding> findings,
        @Nullable String next,
        boolean unknown,
        boolean managing,
        String today) {
    SeatsView {
        sources = List.copyOf(sources);
        kinds = List.copyOf(kinds);
        findings = List.copyOf(findings);
    }

    /// A list.
    ///
    /// @param id empty when there is none
    /// @param read null: never
    record Source(String id, String tool, Mark state, @Nullable Moment read, String accounts) {}

    /// A kind of findings to choose.
    record Kind(String value, String label) {}

    /// Something that is not as it should be.
    ///
    /// @param account empty when the list shows none
    /// @param linking whether the reader may say whose it is
    record Finding(
            Mark what,
            String why,
            String source,
            String account,
            String named,
            String tool,
            String person,
            String activity,
            boolean linking) {}

    /// An account.
    ///
    /// @param byHand whether what was said by hand can be taken back
    record Account(
            String account,
            String named,
            String plan,
            String person,
            String rule,
            String activity,
            String state,
            boolean linking,
            boolean byHand) {}

    /// One reading of a list.
    record Reading(
            Moment asOf, Moment handed, String by, String rows, String changes, long entry) {}

    static SeatsView of(
            List<SeatSource> sources,
            Page<SeatFinding> page,
            SeatFinding.@Nullable Kind only,
            Directory.Names names,
            SignedIn caller,
            Instant now) {
        boolean managing = caller.may(Permission.MANAGE_ACCESS);
        return new SeatsView(
                sources.stream().map(each -> source(each, now)).toList(),
                Arrays.stream(SeatFinding.Kind.values())
                        .map(each -> new Kind(each.written(), label(each)))
                        .toList(),
                only == null ? "" : only.written(),
                page.items().stream().map(each -> finding(each, names, managing)).toList(),
                page.next(),
                sources.stream().anyMatch(each -> each.state(now) != SeatSource.State.READ),
                managing,
                now.toString().substring(0, 16));
    }

    /// People whose names are shown.
    static Set<PersonId> people(List<SeatFinding> findings) {
        Set<PersonId> people = new HashSet<>();
        for (SeatFinding each : findings) {
            switch (each) {
                case SeatFinding.OfSeat(_, var seat) -> {
                    if (seat.owner() != null) {
                        people.add(seat.owner());
                    }
                }
                case SeatFinding.OfGrant grant -> people.add(grant.person());
            }
        }
        return people;
    }

    static Source source(SeatSource each, Instant now) {
        SeatReading newest = each.newest();
        return new Source(
                each.source() == null ? "" : each.source().value(),
                tool(each.tool().value()),
                switch (each.state(now)) {
                    case NEVER_READ -> new Mark("", "question", "Not known: never read");
                    case OLD -> new Mark("warned", "warn", "Not known: read too long ago");
                    case READ ->
                            each.unresolved() > 0
                                    ? new Mark("warned", "warn", "Read, not all known")
                                    : new Mark("allowed", "check", "Read");
                },
                newest == null ? null : Moment.of(newest.asOf(), now),
                newest == null
                        ? Words.UNKNOWN
                        : Words.count(each.accounts(), "account", "accounts")
                                + (each.unresolved() == 0
                                        ? ""
                                        : ", of "
                                                + Words.number(each.unresolved())
                                                + " nobody knows whose they are"));
    }

    static String tool(String id) {
        return AccessView.toolName(new ToolId(id));
    }

    static String label(SeatFinding.Kind kind) {
        return switch (kind) {
            case LEFT -> "The person has left";
            case UNRESOLVED -> "Nobody knows whose it is";
            case NO_GRANT -> "Nobody granted it";
            case PLAN -> "Not a plan of the policy";
            case NO_SEAT -> "Granted, not on the list";
        };
    }

    private static Mark mark(SeatFinding.Kind kind) {
        return switch (kind) {
            case LEFT, NO_GRANT, PLAN -> new Mark("blocked", "block", label(kind));
            case UNRESOLVED, NO_SEAT -> new Mark("warned", "warn", label(kind));
        };
    }

    private static Finding finding(SeatFinding each, Directory.Names names, boolean managing) {
        return switch (each) {
            case SeatFinding.OfSeat(var kind, var seat) ->
                    new Finding(
                            mark(kind),
                            kind == SeatFinding.Kind.UNRESOLVED ? rule(seat.rule()) : "",
                            seat.source().value(),
                            seat.account(),
                            named(seat),
                            tool(seat.tool().value())
                                    + (seat.plan() == null ? "" : ", " + seat.plan()),
                            owner(seat, names),
                            activity(seat.lastActivity()),
                            managing && kind == SeatFinding.Kind.UNRESOLVED);
            case SeatFinding.OfGrant grant ->
                    new Finding(
                            mark(grant.kind()),
                            grant.access() == AccessKind.SEAT ? "" : grant.access().words(),
                            "",
                            "",
                            "",
                            AccessView.what(grant.tool(), grant.plan().value()),
                            names.shown(grant.person()),
                            "",
                            false);
        };
    }

    static Account account(Seat seat, Directory.Names names, boolean managing) {
        return new Account(
                seat.account(),
                named(seat),
                seat.plan() == null ? Words.UNKNOWN : seat.plan(),
                owner(seat, names),
                rule(seat.rule()),
                activity(seat.lastActivity()),
                (seat.state() == null ? "" : seat.state())
                        + (seat.live() ? "" : " (can not be used)"),
                managing && seat.owner() == null && seat.live(),
                managing && seat.rule() == Seat.Rule.BY_HAND);
    }

    static Reading reading(SeatReading each, Directory.Names names, Instant now) {
        return new Reading(
                Moment.of(each.asOf(), now),
                Moment.of(each.at(), now),
                each.by().startsWith("person_")
                        ? names.shown(new PersonId(each.by()))
                        : "a program",
                Words.count(each.changes().rows(), "row", "rows"),
                "%s new, %s gone, %s changed"
                        .formatted(
                                Words.number(each.changes().appeared()),
                                Words.number(each.changes().gone()),
                                Words.number(each.changes().changed())),
                each.entry());
    }

    private static String named(Seat seat) {
        String kind = seat.kind() == AccessKind.SEAT ? "" : seat.kind().words() + " ";
        String name = seat.name() == null ? "" : seat.name();
        String address =
                seat.address() == null || seat.address().equalsIgnoreCase(seat.account())
                        ? ""
                        : " " + seat.address();
        return (kind + name + address).strip();
    }

    private static String owner(Seat seat, Directory.Names names) {
        return seat.owner() == null ? Words.UNKNOWN : names.shown(seat.owner());
    }

    private static String activity(@Nullable Instant last) {
        return last == null ? Words.UNKNOWN : Moment.words(last);
    }

    static String rule(Seat.Rule rule) {
        return switch (rule) {
            case ADDRESS -> "by the address";
            case FORMER_ADDRESS -> "by an address that the person had before";
            case BY_HAND -> "said by hand";
            case NO_ADDRESS -> "the list tells no address";
            case NOBODY -> "nobody here has or had this address";
            case ADDRESS_OF_SEVERAL ->
                    "the address was given to somebody else, and the account may be from before";
        };
    }
}
