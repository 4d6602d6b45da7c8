// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.TestWorkspace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class ProposalsTest {
    @TempDir Path directory;

    private TestWorkspace workspace;
    private PolicySite site;
    private Proposals proposals;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        site = new PolicySite(workspace);
        proposals = site.proposals();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void leadsFromADraftOverTheApprovalOfAnotherIntoForce() throws IOException {
        Proposal draft = draft(PolicySite.MATERIAL);
        proposals.submit(draft.id(), site.grace());
        refused(() -> proposals.publish(draft.id(), site.grace()), "asks for 1 approval(s)");
        proposals.approve(draft.id(), Digest.of(PolicySite.MATERIAL), site.lena());

        Proposal published = proposals.publish(draft.id(), site.grace());

        assertThat(published.state()).isEqualTo(Proposal.State.PUBLISHED);
        assertThat(published.version()).isEqualTo(2);
        PolicyVersion version = site.policies().current();
        assertThat(version.hash()).isEqualTo(Digest.of(PolicySite.MATERIAL));
        assertThat(version.origin())
                .isEqualTo(
                        new Origin(
                                site.grace().value(),
                                List.of(site.lena().value()),
                                true,
                                "Because",
                                draft.id()));
        Event.Administered entry = workspace.changes("policy.published").getLast();
        assertThat(entry.details())
                .containsEntry("approvers", site.lena().value())
                .containsEntry("version", "2")
                .containsEntry("document", String.valueOf(version.document()));
        assertThat(workspace.changes("policy-proposal"))
                .extracting(Event.Administered::action)
                .containsExactly("policy-proposal.submitted", "policy-proposal.approved");
    }

    @Test
    void doesNotTakeTheApprovalOfWhoWroteOnIt() {
        Proposal draft = draft(PolicySite.MATERIAL);
        proposals.edit(draft.id(), new Proposals.Draft(PolicySite.MINOR, "n", false), site.lena());
        proposals.submit(draft.id(), site.grace());

        for (Actor writer : List.of(site.grace(), site.lena())) {
            refused(
                    () -> proposals.approve(draft.id(), Digest.of(PolicySite.MINOR), writer),
                    "somebody else");
        }
        refused(
                () -> proposals.approve(draft.id(), Digest.of(PolicySite.MINOR), Actor.ADMIN_TOKEN),
                "nobody's name");
    }

    @Test
    void voidsAnApprovalByALaterChange() {
        Proposal draft = draft(PolicySite.MATERIAL);
        proposals.submit(draft.id(), site.grace());
        proposals.approve(draft.id(), Digest.of(PolicySite.MATERIAL), site.lena());

        Proposal edited =
                proposals.edit(
                        draft.id(),
                        new Proposals.Draft(PolicySite.MATERIAL + "# x\n", "n", false),
                        site.grace());

        assertThat(edited.approvers()).isEmpty();
        assertThat(edited.steps().getLast().note()).contains("1 approval(s)", "void");
        proposals.submit(draft.id(), site.grace());
        refused(() -> proposals.publish(draft.id(), site.grace()), "there are 0");
        refused(
                () -> proposals.approve(draft.id(), Digest.of(PolicySite.MATERIAL), site.lena()),
                "changed since you read it");
    }

    @Test
    void isNotPublishedOverAPolicyThatCameBetween() {
        Proposal draft = draft(PolicySite.MATERIAL);
        proposals.submit(draft.id(), site.grace());
        proposals.approve(draft.id(), Digest.of(PolicySite.MATERIAL), site.lena());
        site.policies().publish(PolicySite.MINOR, Actor.ADMIN_TOKEN);

        refused(() -> proposals.publish(draft.id(), site.grace()), "Submit it again");
    }

    @Test
    void isSubmittedOnlyWhenItCanBePublished() {
        Proposal broken =
                proposals.draft(new Proposals.Draft("tools: x", "n", false), site.grace());
        refused(() -> proposals.submit(broken.id(), site.grace()), "line 1");
        Proposal silent =
                proposals.draft(new Proposals.Draft(PolicySite.MINOR, " ", false), site.grace());
        refused(() -> proposals.submit(silent.id(), site.grace()), "what changes and why");
    }

    @Test
    void countsOneApprovalWhenOnePersonApprovesTwiceAtOnce() throws Exception {
        Proposal draft = draft(PolicySite.MATERIAL);
        proposals.submit(draft.id(), site.grace());
        Digest hash = Digest.of(PolicySite.MATERIAL);
        Callable<Boolean> approve =
                () -> attempt(() -> proposals.approve(draft.id(), hash, site.lena()));

        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            List<Future<Boolean>> both = two.invokeAll(List.of(approve, approve));
            assertThat(List.of(both.get(0).get(), both.get(1).get()))
                    .containsExactlyInAnyOrder(true, false);
        }
        assertThat(proposals.find(draft.id()).orElseThrow().approvers()).hasSize(1);
    }

    @Test
    void keepsPeopleFromPublishingPastTheApprovals() {
        refused(() -> site.policies().publish(PolicySite.MINOR, site.grace()), "propose");
        assertThat(site.policies().publish(PolicySite.MINOR, Actor.ADMIN_TOKEN).origin())
                .satisfies(origin -> assertThat(origin.approvers()).isEmpty())
                .satisfies(origin -> assertThat(origin.material()).isFalse())
                .satisfies(origin ->
                        assertThat(origin.note()).startsWith("organization: Northwind Robotics"));
    }

    @Test
    void refusesAPolicyAfterWhichNobodyCouldGoOn() {
        refused(
                () ->
                        site.policies()
                                .publish(
                                        PolicySite.POLICY + "approval: {approvals: 2}\n",
                                        Actor.ADMIN_TOKEN),
                "there are 2 active administrators");
        refused(
                () ->
                        site.policies()
                                .publish(
                                        PolicySite.POLICY
                                                + "rules: [{id: stop, when: \"true\", then: block}]\n",
                                        Actor.ADMIN_TOKEN),
                "because of stop");
    }

    @Test
    void showsTheSameDocumentForEver() {
        PolicyVersion first = site.policies().current();
        String page = html(first);
        PolicyDocument pdf = site.policies().document(first, PolicyDocument.Format.PDF);
        site.policies().publish(PolicySite.MATERIAL, Actor.ADMIN_TOKEN);

        PolicyVersion again = site.policies().find(1).orElseThrow();
        assertThat(html(again)).isEqualTo(page).contains("claude-code");
        assertThat(Digest.of(page)).isEqualTo(first.document());
        assertThat(site.policies().document(again, PolicyDocument.Format.PDF).digest())
                .isEqualTo(pdf.digest())
                .isEqualTo(Digest.of(pdf.bytes()));
        assertThat(html(site.policies().current())).isNotEqualTo(page);
    }

    private String html(PolicyVersion version) {
        return new String(
                site.policies().document(version, PolicyDocument.Format.HTML).bytes(),
                StandardCharsets.UTF_8);
    }

    private Proposal draft(String text) {
        return proposals.draft(new Proposals.Draft(text, "Because", false), site.grace());
    }

    private static boolean attempt(Runnable work) {
        try {
            work.run();
            return true;
        } catch (RejectedException e) {
            return false;
        }
    }

    private static void refused(Runnable work, String why) {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(work::run)
                .withMessageContaining(why);
    }
}
