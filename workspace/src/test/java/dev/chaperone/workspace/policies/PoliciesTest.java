// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.RejectedException.Reason;
import dev.chaperone.workspace.TestDatabase;
import dev.chaperone.workspace.TestWorkspace;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class PoliciesTest {
    private static final Terms TERMS = new Terms(Catalog.builtIn(), Set.of("aws-key"));
    private static final String STARTING = policy("Starting");
    private static final String EDITED = policy("Edited");
    private static final String OTHER = policy("Other") + "# Grüße \uD83D\uDE00\r\n";

    @TempDir Path directory;

    private final List<String> copies = new ArrayList<>();
    private TestWorkspace workspace;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    @Test
    void publishesTheStartingPolicyOfANewInstance() throws IOException {
        Policies policies = start(null);

        assertInForce(policies, STARTING);
        assertThat(policies.draft()).isEmpty();
        assertThat(policies.current().publishedBy()).isEqualTo("system");
        assertThat(copies).containsExactly(STARTING);
        Event.Administered change = workspace.changes().getLast();
        assertThat(change.actor()).isEqualTo("system");
        assertThat(change.action()).isEqualTo("policy.published");
        assertThat(change.subject()).isEqualTo(Digest.of(STARTING).toString());
        assertThat(change.details())
                .containsEntry("version", "1")
                .containsEntry("material", "true")
                .containsEntry("approvers", "")
                .containsKey("document")
                .hasSize(5);
    }

    @Test
    void recordsThatASecondPersonIsNotAskedAnyMore() throws IOException {
        start(null).publish(STARTING + "\ncapture: {second-person: false}\n", Actor.ADMIN_TOKEN);

        assertThat(workspace.changes().getLast().details())
                .containsEntry("former", Digest.of(STARTING).toString())
                .containsEntry("second-person", "true -> false")
                .hasSize(7);
    }

    @Test
    void publishesTheFileOfANewInstanceThatHasOne() {
        assertInForce(start(EDITED), EDITED);
    }

    @Test
    void goesOnWithThePublishedPolicyAndReportsAnEditedFileAsADraft() throws IOException {
        start(null).publish(OTHER, Actor.ADMIN_TOKEN);

        Policies again = start(EDITED);

        assertInForce(again, OTHER);
        assertThat(again.draft()).contains(EDITED);
        assertThat(workspace.changes()).hasSize(2);

        again.publish(EDITED, Actor.ADMIN_TOKEN);
        assertThat(again.draft()).isEmpty();
    }

    @Test
    void changesNothingByAStartWithThePublishedFile() throws IOException {
        start(null);
        copies.clear();

        Policies again = start(STARTING);

        assertInForce(again, STARTING);
        assertThat(again.draft()).isEmpty();
        assertThat(copies).isEmpty();
        assertThat(workspace.changes()).hasSize(1);
    }

    @Test
    void writesTheFileAgainWhenItIsLost() {
        start(null);
        copies.clear();

        assertThat(start(null).draft()).isEmpty();
        assertThat(copies).containsExactly(STARTING);
    }

    @Test
    void doesNotStartWithAFileThatCanNotBeRead() {
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> start("tools: nonsense"))
                .withMessageContaining("line 1");
        assertThat(workspace.rows("policy_version")).isZero();
        assertThat(copies).isEmpty();
    }

    @Test
    void saysWhichPublishedPolicyANewerCatalogueMakesUnreadable() {
        start(policy("Old") + "content: [{id: a, detect: [aws-key], action: block}]\n");

        Terms fewer = new Terms(Catalog.builtIn(), Set.of());
        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() -> start(workspace.journal(), fewer, null))
                .withMessageContaining("can not read the published policy sha256:")
                .withMessageContaining("aws-key");
    }

    @Test
    void recordsStoresAndCopiesWhatItPublishesWithItsFormerOne() throws IOException {
        Policies policies = start(null);

        PolicyVersion version = policies.publish(OTHER, Actor.ADMIN_TOKEN);

        assertInForce(policies, OTHER);
        assertThat(policies.current()).isEqualTo(version);
        assertThat(version.hash()).isEqualTo(Digest.of(OTHER));
        assertThat(copies).containsExactly(STARTING, OTHER);
        Event.Administered change = workspace.changes().getLast();
        assertThat(change.subject()).isEqualTo(version.hash().toString());
        assertThat(change.actor()).isEqualTo("admin-token");
        assertThat(change.details()).containsEntry("former", Digest.of(STARTING).toString());
    }

    @Test
    void changesNothingByPublishingWhatIsInForce() throws IOException {
        Policies policies = start(null);
        PolicyVersion before = policies.current();

        assertThat(policies.publish(STARTING, Actor.ADMIN_TOKEN)).isEqualTo(before);
        assertThat(workspace.rows("policy_version")).isEqualTo(1);
        assertThat(workspace.changes()).hasSize(1);
    }

    @Test
    void refusesABadPolicyWithEveryPlace() throws IOException {
        Policies policies = start(null);

        assertThatExceptionOfType(RejectedException.class)
                .isThrownBy(() ->
                        policies.publish(
                                STARTING + "surprise: 1\ncontent: [{id: a}]\n", Actor.ADMIN_TOKEN))
                .withMessageContaining("surprise")
                .withMessageContaining("line 7, column ")
                .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.INVALID));
        assertInForce(policies, STARTING);
        assertThat(workspace.changes()).hasSize(1);
    }

    @Test
    void refusesTextThatIsNoUtf8() {
        Policies policies = start(null);

        for (String bad : List.of("\0", "\uD800", "# \uDC00")) {
            assertThatExceptionOfType(RejectedException.class)
                    .isThrownBy(() -> policies.publish(STARTING + bad, Actor.ADMIN_TOKEN));
        }
    }

    @Test
    void keepsTheFormerPolicyWhenTheLedgerDoesNotTakeTheNew() throws IOException {
        Policies policies = start(null);
        workspace.ledger().close();

        assertThatExceptionOfType(NotRecordedException.class)
                .isThrownBy(() -> policies.publish(OTHER, Actor.ADMIN_TOKEN));
        assertInForce(policies, STARTING);
        assertThat(policies.current().text()).isEqualTo(STARTING);
        assertThat(copies).containsExactly(STARTING);
    }

    @Test
    void findsEveryPublicationByItsHashAndListsThemNewestFirst() {
        Policies policies = start(null);
        PolicyVersion first = policies.current();
        PolicyVersion second = policies.publish(OTHER, Actor.ADMIN_TOKEN);
        PolicyVersion third = policies.publish(STARTING, Actor.ADMIN_TOKEN);

        assertThat(policies.find(second.hash())).contains(second);
        assertThat(policies.find(first.hash())).contains(third);
        assertThat(policies.find(Digest.of("nothing"))).isEmpty();
        var newest = policies.list(null, 2);
        assertThat(newest.items()).containsExactly(third, second);
        assertThat(policies.list(newest.next(), 2).items()).containsExactly(first);
    }

    @Test
    void publishesAgainWhenTheDatabaseIsLost() throws IOException {
        start(null).publish(OTHER, Actor.ADMIN_TOKEN);

        Policies policies =
                Policies.start(
                        TestDatabase.fresh().database(),
                        workspace.journal(),
                        TERMS,
                        new Beginning(OTHER, STARTING, copies::add),
                        workspace.clock());

        assertInForce(policies, OTHER);
        assertThat(workspace.changes()).hasSize(3);
    }

    private Policies start(@Nullable String file) {
        return start(workspace.journal(), TERMS, file);
    }

    private Policies start(Journal journal, Terms terms, @Nullable String file) {
        return Policies.start(
                workspace.database(),
                journal,
                terms,
                new Beginning(file, STARTING, copies::add),
                workspace.clock());
    }

    private static void assertInForce(Policies policies, String text) {
        assertThat(policies.inForce().policy().hash()).isEqualTo(Digest.of(text));
        assertThat(policies.current().text()).isEqualTo(text);
    }

    private static String policy(String organization) {
        return """
        apiVersion: chaperone.dev/v1
        organization: %s
        owner: security@northwind.example
        effective: 2026-11-24
        tools: []
        """
                .formatted(organization);
    }
}
