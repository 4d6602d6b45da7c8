// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.policies.Proposal;
import dev.chaperone.workspace.policies.Proposals;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A proposal on its page.
///
/// @param approvals how many of how many, in words
/// @param writable whether the reader may change the text now
/// @param approvable whether the reader may approve it now
/// @param hindrance why the reader may not approve it; empty when they may, or nobody is asked
/// @param publishable whether it can be put in force now
/// @param open whether anything can still become of it
record ProposalView(
        String id,
        String text,
        String hash,
        String note,
        boolean material,
        Mark state,
        String author,
        Moment created,
        String approvals,
        List<Step> steps,
        boolean writable,
        boolean approvable,
        String hindrance,
        boolean publishable,
        boolean open) {
    /// What somebody did.
    record Step(String act, String who, Moment at, String note) {}

    static ProposalView of(
            Proposal proposal,
            Proposals proposals,
            Directory directory,
            SignedIn caller,
            Instant now) {
        Directory.Names names = directory.names(people(proposal));
        boolean may = caller.may(Permission.PUBLISH_POLICY);
        boolean review = proposal.state() == Proposal.State.IN_REVIEW;
        boolean open = review || proposal.state() == Proposal.State.DRAFT;
        int needed = proposals.required();
        int have = proposal.approvers().size();
        String hindrance = review && may ? hindrance(proposal, caller) : "";
        return new ProposalView(
                proposal.id(),
                proposal.text(),
                proposal.hash().toString(),
                proposal.note(),
                proposal.material(),
                mark(proposal.state()),
                name(proposal.author(), names),
                Moment.of(proposal.createdAt(), now),
                needed == 0 ? have + ", none is asked for" : have + " of " + needed,
                proposal.steps().stream()
                        .map(step ->
                                new Step(
                                        Words.sentence(step.act().written().replace('-', ' ')),
                                        name(step.who(), names),
                                        Moment.of(step.at(), now),
                                        step.note()))
                        .toList(),
                may && open,
                may && review && hindrance.isEmpty(),
                hindrance,
                may && review && have >= needed,
                open);
    }

    private static Set<PersonId> people(Proposal proposal) {
        Set<PersonId> ids = new HashSet<>();
        proposal.steps().forEach(step -> add(step.who(), ids));
        add(proposal.author(), ids);
        return ids;
    }

    private static void add(String who, Set<PersonId> ids) {
        if (isPerson(who)) {
            ids.add(new PersonId(who));
        }
    }

    private static boolean isPerson(String who) {
        return who.startsWith("person_");
    }

    static String name(String who, Directory.Names names) {
        return switch (who) {
            case "system" -> "the product";
            case "admin-token" -> "the administrator token";
            default -> isPerson(who) ? names.shown(new PersonId(who)) : who;
        };
    }

    private static String hindrance(Proposal proposal, SignedIn caller) {
        if (caller.person() == null) {
            return "The administrator token is nobody's name, so it can not approve.";
        }
        if (proposal.writers().contains(caller.person().value())) {
            return "You wrote on it, so somebody else has to approve it.";
        }
        return proposal.approvers().contains(caller.person().value())
                ? "You have approved it."
                : "";
    }

    static Mark mark(Proposal.State state) {
        return switch (state) {
            case DRAFT -> new Mark("", "question", "Draft");
            case IN_REVIEW -> new Mark("warned", "warn", "In review");
            case PUBLISHED -> new Mark("allowed", "check", "Published");
            case WITHDRAWN -> new Mark("blocked", "block", "Withdrawn");
        };
    }
}
