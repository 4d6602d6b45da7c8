// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.checklists.Attestation;
import dev.chaperone.workspace.checklists.ChecklistState;
import dev.chaperone.workspace.checklists.ItemState;
import dev.chaperone.workspace.checklists.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// Checklists as the API shows them.
final class ChecklistJson {
    private ChecklistJson() {}

    /// A person's checklist of a tool under a plan.
    ///
    /// @param policy hash of the policy that it comes from
    /// @param gate what becomes of prompts without it: `off`, `warn` or `block`
    /// @param ready whether everything is done that the gate waits for
    /// @param verified items that Chaperone verified
    /// @param attested items that the person attested
    record ListJson(
            String person,
            String tool,
            String plan,
            String policy,
            String gate,
            boolean ready,
            int verified,
            int attested,
            int total,
            List<ItemJson> items) {
        static ListJson of(PersonId person, ChecklistState state, String gate) {
            return new ListJson(
                    person.value(),
                    state.checklist().tool().value(),
                    state.checklist().plan().value(),
                    state.policy().toString(),
                    gate,
                    state.isReady(),
                    state.verified(),
                    state.attested(),
                    state.items().size(),
                    state.items().stream().map(ItemJson::of).toList());
        }
    }

    /// An item.
    ///
    /// @param by `person`, `connected` or `managed-settings`
    /// @param evidence whether an attestation needs some
    /// @param digest of what is asked
    /// @param state `verified`, `attested`, `open`, `changed`, `lapsed`, `unconfirmed` or
    ///   `not-told`
    /// @param since when it was done last; null when it never was
    /// @param until when it has to be done again; null when it has not
    /// @param entry of the ledger that holds it
    record ItemJson(
            String id,
            String text,
            String by,
            boolean evidence,
            String digest,
            String state,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable String given,
            @Nullable Long entry) {
        static ItemJson of(ItemState state) {
            Attestation made = state.attestation();
            return new ItemJson(
                    state.entry().item().id(),
                    state.entry().item().text(),
                    state.entry().item().by().written(),
                    state.entry().item().evidence(),
                    state.entry().digest().toString(),
                    state.state().written(),
                    state.since(),
                    state.until(),
                    made == null ? null : made.evidence(),
                    made == null ? null : made.entry());
        }
    }

    /// An item that was attested.
    record AttestationJson(
            String id,
            String person,
            String tool,
            String plan,
            String item,
            String digest,
            String policy,
            Instant at,
            @Nullable String evidence,
            String method,
            String authentication,
            long entry) {
        static AttestationJson of(Attestation made) {
            return new AttestationJson(
                    made.id(),
                    made.person().value(),
                    made.tool().value(),
                    made.plan().value(),
                    made.item(),
                    made.digest().toString(),
                    made.policy().toString(),
                    made.at(),
                    made.evidence(),
                    made.method(),
                    made.authentication(),
                    made.entry());
        }
    }

    /// How far everybody has come with a checklist.
    ///
    /// @param people active people of the teams that may use the tool
    /// @param open those who have begun and not completed it; the order means nothing
    record ProgressJson(
            String tool,
            String plan,
            String policy,
            int people,
            int complete,
            int begun,
            int notBegun,
            int verified,
            int attested,
            List<OpenJson> open,
            Instant asOf) {
        static ProgressJson of(Progress progress) {
            return new ProgressJson(
                    progress.checklist().tool().value(),
                    progress.checklist().plan().value(),
                    progress.policy().toString(),
                    progress.people(),
                    progress.complete(),
                    progress.begun(),
                    progress.notBegun(),
                    progress.verified(),
                    progress.attested(),
                    progress.open().stream()
                            .map(open -> new OpenJson(open.person().value(), open.missing()))
                            .toList(),
                    progress.asOf());
        }
    }

    /// Somebody whose checklist is begun and not complete.
    record OpenJson(String person, List<String> missing) {}
}
