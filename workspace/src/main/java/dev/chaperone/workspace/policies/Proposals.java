// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.policy.PolicyDifference;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How a policy comes into force: somebody writes a draft and submits it, others approve exactly
/// its bytes, and then it can be published. Who wrote on it can not approve it, and a change after
/// an approval makes that approval void.
public final class Proposals {
    private static final int LONGEST_NOTE = 1_000;
    private static final int LONGEST_TEXT = 1024 * 1024;

    private final ProposalStore store;
    private final Database database;
    private final Journal journal;
    private final Policies policies;
    private final Clock clock;

    public Proposals(Database database, Journal journal, Policies policies, Clock clock) {
        this.store = new ProposalStore(database);
        this.database = database;
        this.journal = journal;
        this.policies = policies;
        this.clock = clock;
    }

    /// What somebody writes.
    ///
    /// @param note what changes and why, for those who approve and for the document
    /// @param material whether everybody has to sign again; a policy that changes what is asked of
    ///   people is material whatever its author says
    public record Draft(String text, String note, boolean material) {
        public Draft {
            if (note.length() > LONGEST_NOTE) {
                throw RejectedException.invalid(
                        "The note has at most " + LONGEST_NOTE + " characters.");
            }
            if (text.length() > LONGEST_TEXT || text.indexOf('\0') >= 0) {
                throw RejectedException.invalid("The text is too long, or not a text.");
            }
            note = note.strip();
        }
    }

    public Page<Proposal> list(@Nullable String cursor, int limit) {
        return store.list(Page.before(cursor), Page.checkLimit(limit));
    }

    public Optional<Proposal> find(String id) {
        return store.find(id);
    }

    /// Begins a proposal; it need not be readable yet.
    public Proposal draft(Draft draft, Actor by) {
        Proposal proposal =
                new Proposal(
                        OpaqueId.next("proposal"),
                        draft.text(),
                        Digest.of(draft.text()),
                        draft.note(),
                        draft.material(),
                        by.value(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        Proposal.State.DRAFT,
                        null,
                        null,
                        List.of());
        return database.inTransaction(() -> {
            store.insert(proposal);
            return step(proposal, Proposal.Act.DRAFTED, by, "");
        });
    }

    /// Changes the text. What was approved before is not approved any more.
    public Proposal edit(String id, Draft draft, Actor by) {
        return database.inTransaction(() -> {
            Proposal before = open(id);
            Digest hash = Digest.of(draft.text());
            store.write(id, draft, hash);
            return step(existing(id), Proposal.Act.EDITED, by, lost(before));
        });
    }

    private static String lost(Proposal before) {
        return before.approvers().isEmpty()
                ? ""
                : before.approvers().size() + " approval(s) of the former text became void";
    }

    /// Asks for approvals.
    ///
    /// @throws RejectedException when the text can not be published, or nothing says what changes
    public Proposal submit(String id, Actor by) {
        return database.inTransaction(() -> {
            Proposal proposal = open(id);
            if (proposal.note().isEmpty()) {
                throw RejectedException.invalid(
                        "Say in a note what changes and why; who approves it reads that first.");
            }
            policies.check(proposal.text());
            store.move(id, Proposal.State.IN_REVIEW, policies.inForce().policy().hash(), null);
            return step(existing(id), Proposal.Act.SUBMITTED, by, "");
        });
    }

    /// Approves exactly the text with this hash.
    ///
    /// @throws RejectedException when it was changed meanwhile, or this person wrote on it or has
    ///   approved it already
    public Proposal approve(String id, Digest hash, Actor by) {
        return database.inTransaction(() -> {
            Proposal proposal = inReview(id);
            if (!proposal.hash().equals(hash)) {
                throw RejectedException.conflict(
                        "The text was changed since you read it. Read it again, then approve it.");
            }
            if (proposal.writers().contains(by.value())) {
                throw RejectedException.conflict(
                        "You wrote on this proposal, so somebody else has to approve it.");
            }
            if (by.equals(Actor.ADMIN_TOKEN) || by.equals(Actor.SYSTEM)) {
                throw RejectedException.conflict(
                        "The administrator token is nobody's name; an approval needs one.");
            }
            if (proposal.approvers().contains(by.value())) {
                throw RejectedException.conflict("You have approved this already.");
            }
            return step(proposal, Proposal.Act.APPROVED, by, "");
        });
    }

    /// Gives it back to its author.
    public Proposal sendBack(String id, String note, Actor by) {
        String reason = new Draft("", note, false).note();
        if (reason.isEmpty()) {
            throw RejectedException.invalid("Say what has to change.");
        }
        return database.inTransaction(() -> {
            inReview(id);
            store.move(id, Proposal.State.DRAFT, null, null);
            return step(existing(id), Proposal.Act.SENT_BACK, by, reason);
        });
    }

    /// Gives it up.
    public Proposal withdraw(String id, Actor by) {
        return database.inTransaction(() -> {
            open(id);
            store.move(id, Proposal.State.WITHDRAWN, null, null);
            return step(existing(id), Proposal.Act.WITHDRAWN, by, "");
        });
    }

    /// Puts it in force.
    ///
    /// @throws RejectedException when approvals are missing, or another policy came into force
    ///   since it was submitted
    public Proposal publish(String id, Actor by) {
        Proposal ready = database.inTransaction(() -> ready(id));
        PolicyVersion version =
                policies.publish(
                        ready.text(),
                        by,
                        new Origin(
                                ready.author(),
                                ready.approvers(),
                                ready.material(),
                                ready.note(),
                                id));
        return database.inTransaction(() -> {
            Proposal now = store.hold(id).orElse(ready);
            if (now.state() == Proposal.State.PUBLISHED) {
                // Two people published it at once.
                return now;
            }
            store.move(id, Proposal.State.PUBLISHED, null, version.version());
            return step(existing(id), Proposal.Act.PUBLISHED, by, "");
        });
    }

    private Proposal ready(String id) {
        Proposal proposal = inReview(id);
        int needed = required();
        int have = proposal.approvers().size();
        if (have < needed) {
            throw RejectedException.conflict(
                    "The policy in force asks for %d approval(s) of people who did not write it;"
                                    .formatted(needed)
                            + " there are "
                            + have
                            + ".");
        }
        if (!policies.inForce().policy().hash().equals(proposal.base())) {
            throw RejectedException.conflict(
                    "Another policy came into force since this was submitted, so what was approved"
                            + " is not what would change now. Submit it again.");
        }
        return proposal;
    }

    /// How many approvals the policy in force asks for.
    public int required() {
        return policies.inForce().policy().programme().approval().approvals();
    }

    /// What a proposal would change; null while it can not be read.
    public @Nullable PolicyDifference difference(Proposal proposal) {
        try {
            PolicySnapshot next = policies.check(proposal.text());
            return PolicyDifference.between(policies.inForce().policy().policy(), next.policy());
        } catch (RejectedException e) {
            return null;
        }
    }

    private Proposal existing(String id) {
        return store.find(id).orElseThrow(() -> RejectedException.unknown("proposal"));
    }

    /// One that is not at its end.
    private Proposal open(String id) {
        Proposal proposal = store.hold(id).orElseThrow(() -> RejectedException.unknown("proposal"));
        return switch (proposal.state()) {
            case DRAFT, IN_REVIEW -> proposal;
            case PUBLISHED, WITHDRAWN ->
                    throw RejectedException.conflict(
                            "This proposal is " + proposal.state().written() + ".");
        };
    }

    private Proposal inReview(String id) {
        Proposal proposal = open(id);
        if (proposal.state() != Proposal.State.IN_REVIEW) {
            throw RejectedException.conflict("This proposal is not submitted.");
        }
        return proposal;
    }

    /// What is written on a draft is nobody's concern until it is submitted.
    private Proposal step(Proposal proposal, Proposal.Act act, Actor by, String note) {
        store.step(
                proposal.id(),
                new Proposal.Step(
                        act,
                        by.value(),
                        clock.instant().truncatedTo(ChronoUnit.MILLIS),
                        proposal.hash(),
                        note));
        if (act != Proposal.Act.DRAFTED && act != Proposal.Act.PUBLISHED) {
            Map<String, String> details = new TreeMap<>();
            details.put("author", proposal.author());
            details.put("policy", proposal.hash().toString());
            journal.record(by, "policy-proposal." + act.written(), proposal.id(), details);
        }
        return existing(proposal.id());
    }
}
