// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.policies.PolicyVersion;
import dev.chaperone.workspace.policies.Proposal;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Where the policy came from and where it may go: its versions, and proposals for the next.
///
/// @param proposing whether the reader may write one
record PolicyLifeView(boolean proposing, List<Version> versions, List<Wish> proposals) {
    /// A version.
    ///
    /// @param href of its document, without the suffix
    record Version(
            int version,
            String href,
            Moment published,
            String by,
            String approvals,
            String signed,
            String note) {}

    /// A proposal.
    record Wish(String href, Mark state, String author, Moment created, String note) {}

    static PolicyLifeView of(
            List<PolicyVersion> versions,
            List<Proposal> proposals,
            Directory directory,
            SignedIn caller,
            Instant now) {
        Directory.Names names = directory.names(people(versions, proposals));
        return new PolicyLifeView(
                caller.may(Permission.PUBLISH_POLICY),
                versions.stream().map(each -> version(each, names, now)).toList(),
                proposals.stream().map(each -> wish(each, names, now)).toList());
    }

    private static Set<PersonId> people(List<PolicyVersion> versions, List<Proposal> proposals) {
        Set<String> who = new HashSet<>();
        versions.forEach(each -> {
            who.add(each.origin().author());
            who.addAll(each.origin().approvers());
        });
        proposals.forEach(each -> who.add(each.author()));
        return who.stream()
                .filter(each -> each.startsWith("person_"))
                .map(PersonId::new)
                .collect(Collectors.toSet());
    }

    private static Version version(PolicyVersion version, Directory.Names names, Instant now) {
        List<String> approvers = version.origin().approvers();
        return new Version(
                version.version(),
                AcceptableUseController.PATH + "/" + version.version(),
                Moment.of(version.publishedAt(), now),
                ProposalView.name(version.origin().author(), names),
                approvers.isEmpty()
                        ? "without an approval"
                        : approvers.stream()
                                .map(each -> ProposalView.name(each, names))
                                .collect(Collectors.joining(", ")),
                version.origin().material() ? "signed again" : "",
                version.origin().note());
    }

    private static Wish wish(Proposal proposal, Directory.Names names, Instant now) {
        return new Wish(
                "/policy/proposals/" + proposal.id(),
                ProposalView.mark(proposal.state()),
                ProposalView.name(proposal.author(), names),
                Moment.of(proposal.createdAt(), now),
                proposal.note());
    }
}
