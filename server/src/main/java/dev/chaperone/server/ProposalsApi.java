// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.PolicyDifference;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.policies.Proposal;
import dev.chaperone.workspace.policies.Proposals;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/// Policies on their way into force.
@RestController
class ProposalsApi {
    private static final String ROOT = "/api/v1/policy-proposals";

    private final Proposals proposals;

    ProposalsApi(Workspace workspace) {
        this.proposals = workspace.proposals();
    }

    /// A proposal.
    ///
    /// @param hash of its text; an approval names it
    /// @param author a person's id, or `admin-token`
    /// @param state `draft`, `in-review`, `published` or `withdrawn`
    /// @param approvers who approved exactly this text
    /// @param required how many approvals the policy in force asks for
    /// @param changes against the policy in force; null while the text can not be read
    /// @param version that it became; null until then
    record ProposalJson(
            String id,
            String hash,
            String text,
            String note,
            boolean material,
            String author,
            Instant created,
            String state,
            List<String> approvers,
            int required,
            @Nullable List<PolicyDifference.Change> changes,
            @Nullable Integer version,
            List<StepJson> steps) {}

    /// What somebody did with it.
    record StepJson(String act, String by, Instant at, String hash, String note) {}

    /// @param text the policy file
    /// @param note what changes and why
    /// @param material whether everybody has to sign again even where the change does not ask for
    ///   it
    record DraftJson(@Nullable String text, @Nullable String note, @Nullable Boolean material) {
        Proposals.Draft draft() {
            return new Proposals.Draft(
                    Given.text("text", text),
                    note == null ? "" : note,
                    material != null && material);
        }
    }

    /// @param hash of the text that is approved
    record ApprovalJson(@Nullable String hash) {}

    /// @param note what has to change
    record NoteJson(@Nullable String note) {}

    @Needs(Permission.READ_POLICY)
    @GetMapping(ROOT)
    Page<ProposalJson> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") int limit) {
        Page<Proposal> page = proposals.list(cursor, limit);
        return new Page<>(page.items().stream().map(this::json).toList(), page.next());
    }

    @Needs(Permission.READ_POLICY)
    @GetMapping(ROOT + "/{id}")
    ProposalJson show(@PathVariable String id) {
        return json(proposals.find(id).orElseThrow(() -> RejectedException.unknown("proposal")));
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping(ROOT)
    @ResponseStatus(HttpStatus.CREATED)
    ProposalJson draft(@RequestBody DraftJson draft, SignedIn caller) {
        return json(proposals.draft(draft.draft(), caller.actor()));
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PutMapping(ROOT + "/{id}")
    ProposalJson edit(@PathVariable String id, @RequestBody DraftJson draft, SignedIn caller) {
        return json(proposals.edit(id, draft.draft(), caller.actor()));
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping(ROOT + "/{id}/submit")
    ProposalJson submit(@PathVariable String id, SignedIn caller) {
        return json(proposals.submit(id, caller.actor()));
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping(ROOT + "/{id}/approve")
    ProposalJson approve(
            @PathVariable String id, @RequestBody ApprovalJson approval, SignedIn caller) {
        return json(
                proposals.approve(
                        id,
                        AcceptableUseController.digest(Given.text("hash", approval.hash())),
                        caller.actor()));
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping(ROOT + "/{id}/send-back")
    ProposalJson sendBack(@PathVariable String id, @RequestBody NoteJson note, SignedIn caller) {
        return json(proposals.sendBack(id, Given.text("note", note.note()), caller.actor()));
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping(ROOT + "/{id}/withdraw")
    ProposalJson withdraw(@PathVariable String id, SignedIn caller) {
        return json(proposals.withdraw(id, caller.actor()));
    }

    @Needs(Permission.PUBLISH_POLICY)
    @PostMapping(ROOT + "/{id}/publish")
    ProposalJson publish(@PathVariable String id, SignedIn caller) {
        return json(proposals.publish(id, caller.actor()));
    }

    private ProposalJson json(Proposal proposal) {
        PolicyDifference difference = proposals.difference(proposal);
        return new ProposalJson(
                proposal.id(),
                proposal.hash().toString(),
                proposal.text(),
                proposal.note(),
                proposal.material(),
                proposal.author(),
                proposal.createdAt(),
                proposal.state().written(),
                proposal.approvers(),
                proposals.required(),
                difference == null ? null : difference.changes(),
                proposal.version(),
                proposal.steps().stream()
                        .map(step ->
                                new StepJson(
                                        step.act().written(),
                                        step.who(),
                                        step.at(),
                                        step.hash().toString(),
                                        step.note()))
                        .toList());
    }
}
