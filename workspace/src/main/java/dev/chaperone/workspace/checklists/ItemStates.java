// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.checklists.ItemState.State;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Works out how the items of somebody's checklists stand.
///
/// @param made all that the person attested or the product verified, the newest first
/// @param confirmed whether the ledger says the same of one
/// @param heard null when it is not to be told
record ItemStates(
        List<Attestation> made,
        Predicate<Attestation> confirmed,
        ZoneId zone,
        @Nullable Heard heard,
        Instant now) {
    ChecklistState of(Checklist checklist, Digest policy) {
        return new ChecklistState(
                checklist,
                policy,
                checklist.entries().stream().map(entry -> state(checklist, entry)).toList());
    }

    private ItemState state(Checklist checklist, Checklist.Entry entry) {
        return switch (entry.item().by()) {
            case CONNECTED -> connected(checklist.tool(), entry);
            case PERSON, MANAGED_SETTINGS -> done(checklist, entry);
        };
    }

    private ItemState connected(ToolId tool, Checklist.Entry entry) {
        if (heard == null) {
            return new ItemState(entry, State.NOT_TOLD, null, null, null);
        }
        Instant last = heard.last(tool).orElse(null);
        return new ItemState(entry, last == null ? State.OPEN : State.VERIFIED, last, null, null);
    }

    private ItemState done(Checklist checklist, Checklist.Entry entry) {
        Optional<Attestation> newest =
                made.stream().filter(each -> each.digest().equals(entry.digest())).findFirst();
        if (newest.isPresent()) {
            return done(entry, newest.get());
        }
        return made.stream()
                .filter(each ->
                        each.tool().equals(checklist.tool())
                                && each.plan().equals(checklist.plan())
                                && each.item().equals(entry.item().id()))
                .findFirst()
                .map(before -> new ItemState(entry, State.CHANGED, before.at(), null, before))
                .orElseGet(() -> new ItemState(entry, State.OPEN, null, null, null));
    }

    private ItemState done(Checklist.Entry entry, Attestation made) {
        if (!confirmed.test(made)) {
            return new ItemState(entry, State.UNCONFIRMED, made.at(), null, made);
        }
        Instant until = entry.item().until(made.at(), zone);
        State state =
                until != null && !now.isBefore(until)
                        ? State.LAPSED
                        : made.isByMachine() ? State.VERIFIED : State.ATTESTED;
        return new ItemState(entry, state, made.at(), until, made);
    }
}
