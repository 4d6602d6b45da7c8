// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.offboardings;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.seats.SeatEvidence;
import dev.chaperone.workspace.seats.SeatEvidence.Answer;
import dev.chaperone.workspace.seats.SeatReading;
import dev.chaperone.workspace.seats.SeatTrace;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What somebody who left has to lose, and how it is known that it is gone: what vendors' lists
/// show counts more than what somebody says.
final class OffboardingItems {
    private static final int DIGITS = 16;

    private final PersonId person;
    private final Instant left;
    private final SeatEvidence evidence;
    private final Map<String, Offboarding.Proof> proofs;
    private final List<Offboarding.Item> items = new ArrayList<>();

    /// @param proofs that somebody gave by hand, by item
    OffboardingItems(
            PersonId person,
            Instant left,
            SeatEvidence evidence,
            Map<String, Offboarding.Proof> proofs) {
        this.person = person;
        this.left = left;
        this.evidence = evidence;
        this.proofs = proofs;
    }

    /// All of them.
    ///
    /// @param used whether they ever had a token, a grant or a request
    List<Offboarding.Item> of(List<Grant> grants, boolean used) {
        items.add(
                Offboarding.Item.of(
                        "chaperone",
                        Offboarding.Kind.CHAPERONE,
                        "Tokens, sessions and sign-ins of Chaperone",
                        new Offboarding.Proof(
                                "they end with the access", left, Actor.SYSTEM.value(), left)));
        grants.stream().filter(grant -> grant.seat().needed()).forEach(this::granted);
        evidence.of(person).forEach(this::listed);
        if (used) {
            byHand(
                    Offboarding.Kind.VENDOR_KEYS,
                    "Keys and sign-ins of their own at vendors that no list shows");
            byHand(
                    Offboarding.Kind.DEVICES,
                    "Caches, histories and settings of tools on their machines");
        }
        return items;
    }

    private void byHand(Offboarding.Kind kind, String what) {
        items.add(Offboarding.Item.of(kind.written(), kind, what, proofs.get(kind.written())));
    }

    private void granted(Grant grant) {
        AccessKind kind = grant.kind();
        String id = kind.written() + "-" + grant.access().tool() + "-" + grant.access().plan();
        add(
                id,
                kind,
                "%s for %s under the plan %s"
                        .formatted(capitalized(kind), grant.access().tool(), grant.access().plan()),
                evidence.of(person, grant.access().tool(), kind, left));
    }

    private static String capitalized(AccessKind kind) {
        return switch (kind) {
            case SEAT -> "Account";
            case KEY -> "API key";
            case TOKEN -> "Token";
        };
    }

    /// Each account, key and token that a list shows, or showed when they left: granted or not.
    private void listed(SeatTrace trace) {
        boolean covered =
                trace.kind() == AccessKind.SEAT
                        && items.stream()
                                .anyMatch(
                                        each -> each.id().startsWith("seat-" + trace.tool() + "-"));
        if (covered || evidence.endedBefore(trace, left)) {
            return;
        }
        String id =
                "listed-"
                        + Digest.of(trace.source() + "\n" + trace.account())
                                .hex()
                                .substring(0, DIGITS);
        String what =
                "%s %s%s on the list %s"
                        .formatted(
                                capitalized(trace.kind()),
                                trace.account(),
                                trace.name() == null ? "" : " (" + trace.name() + ")",
                                trace.source());
        add(id, trace.kind(), what, evidence.of(trace, left));
    }

    private void add(String id, AccessKind kind, String what, Answer answer) {
        if (items.stream().noneMatch(each -> each.id().equals(id))) {
            items.add(item(id, kind, what, answer));
        }
    }

    private Offboarding.Item item(String id, AccessKind kind, String what, Answer answer) {
        Offboarding.Kind as =
                kind == AccessKind.SEAT ? Offboarding.Kind.SEAT : Offboarding.Kind.VENDOR_KEY;
        Offboarding.Proof byHand = proofs.get(id);
        return switch (answer) {
            case Answer.Gone(var reading) ->
                    new Offboarding.Item(id, as, what, earlier(byHand, reading), false, "");
            case Answer.Shown(var trace, var newest) ->
                    new Offboarding.Item(
                            id,
                            as,
                            what,
                            null,
                            true,
                            "the list %s, read at %s, still shows %s"
                                    .formatted(trace.source(), newest.asOf(), trace.account()));
            case Answer.Unknown(var why) ->
                    new Offboarding.Item(id, as, what, byHand, false, byHand == null ? why : "");
        };
    }

    /// A word by hand counts where no list ever said the contrary.
    private Offboarding.Proof earlier(Offboarding.@Nullable Proof byHand, SeatReading reading) {
        boolean contradicted = evidence.of(person).stream().anyMatch(each -> !each.shown());
        if (byHand != null && !contradicted && byHand.at().isBefore(reading.at())) {
            return byHand;
        }
        return new Offboarding.Proof(
                "list " + reading.source() + ", which does not show it",
                reading.asOf(),
                Actor.SYSTEM.value(),
                reading.at());
    }
}
