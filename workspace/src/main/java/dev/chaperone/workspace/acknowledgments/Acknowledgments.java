// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.AcknowledgmentDuty;
import dev.chaperone.policy.Edition;
import dev.chaperone.policy.Gate;
import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Signatures;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.policies.Policies;
import dev.chaperone.workspace.policies.PolicyVersion;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Signatures under the policy. Whether one holds is derived from dates whenever it is asked, at
/// the gateway too; who signs may use their tools when the call returns.
public final class Acknowledgments {
    private final AcknowledgmentStore store;
    private final Signatures signatures;
    private final Database database;
    private final Journal journal;
    private final Registrar registrar;
    private final Policies policies;
    private final People people;
    private final Clock clock;

    public Acknowledgments(
            Database database, Journal journal, Policies policies, People people, Clock clock) {
        InForce inForce = policies.inForce();
        this.store = new AcknowledgmentStore(database);
        this.signatures = new Signatures(database);
        this.database = database;
        this.journal = journal;
        this.registrar = new Registrar(database, journal, inForce);
        this.policies = policies;
        this.people = people;
        this.clock = clock;
    }

    /// What somebody has to sign and by when; empty when the policy in force asks for nothing.
    public Optional<AcknowledgmentDuty> duty(PersonId person) {
        return signatures.duty(policies.inForce().policy(), person);
    }

    /// What everybody has to sign, and by when.
    public Map<PersonId, AcknowledgmentDuty> duties() {
        return signatures.duties(policies.inForce().policy());
    }

    /// Whose prompts do not leave now, because their signature is missing.
    public Set<PersonId> stopped() {
        if (policies.inForce().policy().programme().acknowledgment().strictness()
                != Gate.Strictness.BLOCK) {
            return Set.of();
        }
        Instant now = clock.instant();
        Set<PersonId> stopped = new HashSet<>();
        duties().forEach((person, duty) -> {
            if (duty.isOverdue(now)) {
                stopped.add(person);
            }
        });
        return stopped;
    }

    /// How many have signed, of how many.
    public Progress progress() {
        Instant now = clock.instant();
        int current = 0;
        int open = 0;
        int overdue = 0;
        for (AcknowledgmentDuty duty : duties().values()) {
            if (duty.isOverdue(now)) {
                overdue++;
            } else if (duty.isOpen(now)) {
                open++;
            } else {
                current++;
            }
        }
        return new Progress(current + open + overdue, current, open, overdue, now);
    }

    /// A signature.
    public Optional<Acknowledgment> find(String id) {
        return store.find(id);
    }

    /// Whether the ledger says the same of a signature.
    public boolean isConfirmed(Acknowledgment made) {
        return journal.read(made.entry())
                .filter(entry ->
                        entry.subject().equals(made.person().value())
                                && (made.isOnPaper() || entry.actor().equals(made.person().value()))
                                && !entry.at().isBefore(made.acknowledgedAt()))
                .map(Event.Administered::details)
                .filter(told ->
                        made.id().equals(told.get("acknowledgment"))
                                && made.document().toString().equals(told.get("document"))
                                && made.policy().toString().equals(told.get("policy"))
                                && Integer.toString(made.version()).equals(told.get("version")))
                .isPresent();
    }

    /// Somebody's last signature.
    public Optional<Acknowledgment> newest(PersonId person) {
        return store.newest(person);
    }

    /// Signatures, the newest first.
    ///
    /// @param person whose; null: everybody's
    public Page<Acknowledgment> list(
            @Nullable PersonId person, @Nullable String cursor, int limit) {
        return store.list(person, Page.before(cursor), Page.checkLimit(limit));
    }

    /// Signs the version in force. It can be signed before it is due, and again.
    ///
    /// @throws RejectedException when the page is not the one of the version in force, or the
    ///   sentence is another
    public Acknowledgment sign(Signing signing) {
        return sign(signing, Actor.of(signing.person()));
    }

    /// A signature on paper that two others vouch for. Its time is that of the second's word: the
    /// paper has a date only.
    Acknowledgment signOnPaper(PaperSignature paper, PersonId confirmedBy) {
        return sign(
                new Signing(
                        paper.person(),
                        paper.document(),
                        null,
                        Edition.consent(policies.current().version()),
                        Acknowledgment.PAPER,
                        "paper of %s (scan %s), entered by %s, confirmed by %s"
                                .formatted(
                                        paper.signedOn(),
                                        paper.scan(),
                                        paper.enteredBy().value(),
                                        confirmedBy.value())),
                Actor.of(confirmedBy));
    }

    /// Refuses what is not the page of the version in force.
    PolicyVersion checkInForce(Digest document) {
        PolicyVersion version = policies.current();
        if (!document.equals(version.document())) {
            throw RejectedException.conflict(
                    "That is not the page of the policy in force (version %d): it was published while you read. Read the new version, then sign it."
                            .formatted(version.version()));
        }
        return version;
    }

    Person signer(PersonId person) {
        return people.find(person).orElseThrow(() -> RejectedException.unknown("person"));
    }

    private Acknowledgment sign(Signing signing, Actor by) {
        PolicyVersion version = checkInForce(signing.document());
        String consent = Edition.consent(version.version());
        if (!signing.consent().equals(consent)) {
            throw RejectedException.invalid(
                    "The sentence is not the one that is signed: \"" + consent + "\"");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        AcknowledgmentDuty duty =
                duty(signing.person())
                        .orElse(new AcknowledgmentDuty(AcknowledgmentDuty.Reason.JOINED, now, now));
        Person person = signer(signing.person());
        String id = OpaqueId.next("acknowledgment");
        Acknowledgment made =
                database.inTransaction(() -> {
                    long entry = record(id, version, duty, signing, by);
                    Acknowledgment stored =
                            new Acknowledgment(
                                    id,
                                    signing.person(),
                                    Acknowledgment.Signer.of(person),
                                    version.version(),
                                    version.hash(),
                                    signing.document(),
                                    Edition.LANGUAGE,
                                    duty.reason().written(),
                                    duty.assigned(),
                                    duty.due(),
                                    signing.presented(),
                                    now,
                                    signing.consent(),
                                    signing.method(),
                                    signing.authentication(),
                                    entry);
                    store.insert(stored);
                    return stored;
                });
        registrar.publish();
        return made;
    }

    private long record(
            String id, PolicyVersion version, AcknowledgmentDuty duty, Signing signing, Actor by) {
        Map<String, String> details = new HashMap<>();
        details.put("acknowledgment", id);
        details.put("policy", version.hash().toString());
        details.put("version", Integer.toString(version.version()));
        details.put("document", signing.document().toString());
        details.put("language", Edition.LANGUAGE);
        details.put("reason", duty.reason().written());
        details.put("due", duty.due().toString());
        details.put("method", signing.method());
        details.put("authentication", signing.authentication());
        if (signing.presented() != null) {
            details.put("presented", signing.presented().toString());
        }
        return registrar.record(
                new Registrar.Change(
                        by,
                        "policy.acknowledged",
                        signing.person().value(),
                        details,
                        Reach.of(signing.person())));
    }

    /// Asks somebody to sign again, beyond the usual: after a violation, or because they do
    /// something else now.
    ///
    /// @throws RejectedException when the reason is none that is asked for
    public void demand(PersonId person, AcknowledgmentDuty.Reason reason, Actor by) {
        switch (reason) {
            case ROLE_CHANGE, VIOLATION, RETURN -> {
                Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
                registrar.change(() -> {
                    store.demand(person, reason.written(), now, by.value());
                    return new Registrar.Change(
                            by,
                            "policy.acknowledgment-demanded",
                            person.value(),
                            Map.of("reason", reason.written()),
                            Reach.of(person));
                });
            }
            case JOINED, ANNUAL, MATERIAL_CHANGE ->
                    throw RejectedException.invalid("That is asked for by itself.");
        }
    }
}
