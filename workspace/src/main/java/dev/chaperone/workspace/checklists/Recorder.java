// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.Checklist;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.petitions.Party;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

/// Records that an item was done: in the ledger first, then in the table, inside one transaction.
final class Recorder {
    private final ChecklistStore store;
    private final Journal journal;
    private final Registrar registrar;
    private final Clock clock;

    Recorder(ChecklistStore store, Journal journal, Registrar registrar, Clock clock) {
        this.store = store;
        this.journal = journal;
        this.registrar = registrar;
        this.clock = clock;
    }

    /// An item of a checklist.
    record Done(ToolId tool, PlanId plan, Checklist.Entry entry) {}

    /// How it was done.
    ///
    /// @param method as an attestation names it
    /// @param authentication how it was known who it was
    record Way(String method, String authentication, @Nullable String evidence) {}

    /// The register's lock is held from the record on, so attestations are stored one after the
    /// other.
    Attestation record(PolicySnapshot policy, Done done, Party person, Way way) {
        Attestation bare =
                new Attestation(
                        OpaqueId.next("attestation"),
                        person.person(),
                        done.tool(),
                        done.plan(),
                        done.entry().item().id(),
                        done.entry().digest(),
                        policy.hash(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        way.evidence(),
                        way.method(),
                        way.authentication(),
                        -1);
        Map<String, String> details = details(bare);
        person.addTo(details);
        long entry =
                registrar.record(
                        new Registrar.Change(
                                bare.isByMachine() ? Actor.SYSTEM : Actor.of(person.person()),
                                action(bare),
                                person.person().value(),
                                details,
                                Reach.of(person.person())));
        Attestation made = bare.recordedAs(entry);
        store.insert(made);
        return made;
    }

    /// Whether the ledger says the same of it as the table.
    boolean isConfirmed(Attestation made) {
        return journal.read(made.entry())
                .filter(entry ->
                        entry.action().equals(action(made))
                                && entry.subject().equals(made.person().value())
                                && entry.details().entrySet().containsAll(details(made).entrySet()))
                .isPresent();
    }

    private static String action(Attestation made) {
        return made.isByMachine() ? "checklist.verified" : "checklist.attested";
    }

    /// Evidence is people's own text: its digest is enough to hold it against the record.
    private static Map<String, String> details(Attestation made) {
        Map<String, String> details = new TreeMap<>();
        details.put("attestation", made.id());
        details.put("tool", made.tool().value());
        details.put("plan", made.plan().value());
        details.put("item", made.item());
        details.put("digest", made.digest().toString());
        details.put("policy", made.policy().toString());
        details.put("done", made.at().toString());
        details.put("method", made.method());
        String evidence = made.evidence();
        if (evidence != null) {
            details.put("evidence", Digest.of(evidence).toString());
        }
        return details;
    }
}
