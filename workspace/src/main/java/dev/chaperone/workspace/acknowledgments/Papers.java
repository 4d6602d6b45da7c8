// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// Signatures on paper, of people who can not sign in: somebody enters one, and somebody else who
/// has seen the paper confirms it. Neither may be the one who signed, so nobody lifts their own
/// gate with a paper that nobody saw.
public final class Papers {
    private final PaperStore store;
    private final Acknowledgments acknowledgments;
    private final Database database;
    private final Journal journal;
    private final Clock clock;

    public Papers(
            Acknowledgments acknowledgments, Database database, Journal journal, Clock clock) {
        this.store = new PaperStore(database);
        this.acknowledgments = acknowledgments;
        this.database = database;
        this.journal = journal;
        this.clock = clock;
    }

    /// Those that wait for somebody else, the oldest first; 500 at most.
    public List<PaperSignature> waiting() {
        return store.waiting();
    }

    /// Enters a paper. It counts for nothing before it is confirmed.
    ///
    /// @param document SHA-256 of the page that was printed: that of the version in force
    /// @param scan SHA-256 of the scanned paper
    public PaperSignature enter(
            PersonId person, Digest document, LocalDate signedOn, Digest scan, PersonId by) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        checkOther(person, by);
        if (signedOn.isAfter(LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(1))) {
            throw RejectedException.invalid("The paper was signed on " + signedOn + ", not yet.");
        }
        acknowledgments.checkInForce(document);
        acknowledgments.signer(person);
        PaperSignature paper =
                new PaperSignature(
                        OpaqueId.next("paper"), person, document, signedOn, scan, by, now, null);
        return database.inTransaction(() -> {
            store.insert(paper);
            record("policy.paper-entered", paper, by);
            return paper;
        });
    }

    /// Says that one has seen the paper: it is a signature when the call returns.
    ///
    /// @throws RejectedException also when a newer version is in force than the one on the paper
    public Acknowledgment confirm(String id, PersonId by) {
        return database.inTransaction(() -> {
            PaperSignature paper =
                    store.hold(id).orElseThrow(() -> RejectedException.unknown("paper"));
            checkOther(paper.person(), by);
            if (paper.enteredBy().equals(by)) {
                throw RejectedException.conflict("You entered it, so somebody else confirms it.");
            }
            if (paper.acknowledgment() != null) {
                throw RejectedException.conflict("It is confirmed already.");
            }
            record("policy.paper-confirmed", paper, by);
            Acknowledgment made = acknowledgments.signOnPaper(paper, by);
            store.confirm(id, made.id());
            return made;
        });
    }

    private static void checkOther(PersonId signer, PersonId by) {
        if (signer.equals(by)) {
            throw RejectedException.conflict(
                    "It is your own signature: you can sign on the page, or somebody else enters"
                            + " the paper.");
        }
    }

    private void record(String action, PaperSignature paper, PersonId by) {
        journal.record(
                Actor.of(by),
                action,
                paper.person().value(),
                Map.of(
                        "paper", paper.id(),
                        "document", paper.document().toString(),
                        "signed-on", paper.signedOn().toString(),
                        "scan", paper.scan().toString()));
    }
}
