// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.offboardings.Offboarding;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Somebody who left, on the list and on their own page.
///
/// @param gone how much is shown to be gone, of how much
/// @param residual about requests after they left
/// @param proving whether the reader may show that something is gone
record OffboardingView(
        String person,
        String name,
        Mark state,
        Moment left,
        Moment due,
        String gone,
        Mark residual,
        List<Item> items,
        boolean proving) {
    OffboardingView {
        items = List.copyOf(items);
    }

    /// One thing that has to be gone.
    ///
    /// @param proof null while nobody showed it
    /// @param told what vendors' lists say of it while it is open; empty when there is nothing
    /// @param proving whether somebody can still show by hand that it is gone
    record Item(String id, String what, @Nullable Proof proof, String told, boolean proving) {}

    /// How it is known that it is gone.
    record Proof(String source, Moment read, String by, Moment at) {}

    /// For somebody who is signed in.
    static OffboardingView of(
            Offboarding each, Directory.Names names, SignedIn caller, Instant now) {
        boolean proving =
                caller.may(Permission.MANAGE_ACCESS)
                        && caller.person() != null
                        && !each.person().equals(caller.person());
        return of(each, names, proving, now);
    }

    static OffboardingView of(
            Offboarding each, Directory.Names names, boolean proving, Instant now) {
        int shown = each.items().size() - each.missing().size();
        return new OffboardingView(
                each.person().value(),
                names.shown(each.person()),
                mark(each.state(now)),
                Moment.of(each.leftAt(), now),
                Moment.of(each.due(), now),
                Words.number(shown) + " of " + Words.number(each.items().size()),
                residual(each.residual()),
                each.items().stream().map(item -> item(item, names, now)).toList(),
                proving);
    }

    private static Item item(Offboarding.Item item, Directory.Names names, Instant now) {
        Offboarding.Proof proof = item.proof();
        return new Item(
                item.id(),
                item.what(),
                proof == null
                        ? null
                        : new Proof(
                                proof.source(),
                                Moment.of(proof.readAt(), now),
                                proof.by().startsWith("person_")
                                        ? names.shown(new PersonId(proof.by()))
                                        : "Chaperone",
                                Moment.of(proof.at(), now)),
                Words.sentence(item.told()),
                proof == null && !item.listed());
    }

    private static Mark mark(Offboarding.State state) {
        return switch (state) {
            case OPEN -> new Mark("warned", "warn", "Open");
            case OVERDUE -> new Mark("blocked", "block", "Overdue");
            case CLOSED -> new Mark("allowed", "check", "All is gone");
            case CLOSED_LATE -> new Mark("warned", "check", "All is gone, some of it too late");
        };
    }

    private static Mark residual(Offboarding.@Nullable Residual residual) {
        if (residual == null) {
            return new Mark("", "question", Words.UNKNOWN);
        }
        return residual.requests() == 0
                ? new Mark("allowed", "check", "none recorded")
                : new Mark(
                        "blocked",
                        "block",
                        Words.count(residual.requests(), "request", "requests")
                                + " after the person left");
    }
}
