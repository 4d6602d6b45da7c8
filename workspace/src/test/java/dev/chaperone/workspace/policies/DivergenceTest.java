// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

class DivergenceTest {
    @TempDir Path directory;

    private TestWorkspace workspace;
    private Policies policies;

    @BeforeEach
    void open() throws IOException {
        workspace = TestWorkspace.open(directory);
        policies = new PolicySite(workspace).policies();
    }

    @AfterEach
    void close() throws IOException {
        workspace.close();
    }

    private List<String> differences() {
        return policies.divergence().differences().stream().map(Divergence.Point::name).toList();
    }

    private void change(String sql) {
        workspace.database().jdbc().sql(sql).update();
    }

    @Test
    void holdsAfterEveryPublication() {
        assertThat(policies.divergence().points())
                .hasSize(6)
                .allSatisfy(each -> assertThat(each.state()).isEqualTo(Divergence.State.AGREES));
        policies.publish(PolicySite.MATERIAL, Actor.ADMIN_TOKEN);
        assertThat(policies.divergence().points())
                .allSatisfy(each -> assertThat(each.state()).isEqualTo(Divergence.State.AGREES));
    }

    @Test
    void noticesATextThatSomebodyChangedInTheDatabase() {
        change("UPDATE policy_version SET text = replace(text, 'api', 'team')");
        assertThat(differences()).containsExactly("Text in the database");
    }

    @Test
    void noticesAVersionThatTheLedgerDoesNotKnow() {
        change("UPDATE policy_version SET hash = 'sha256:" + "0".repeat(64) + "'");
        assertThat(differences())
                .contains(
                        "Text in the database",
                        "What the gateway, the hooks and the proxy decide by",
                        "The ledger’s entry");
    }

    @Test
    void noticesAnotherDocumentThanWasSigned() {
        change("UPDATE policy_document SET bytes = bytes || 'x'::bytea");
        assertThat(differences()).containsExactly("The document that people sign");
    }

    @Test
    void noticesADocumentWhoseDataIsNotWhatRuns() {
        policies.inForce().publish(policies.check(PolicySite.MATERIAL));
        assertThat(differences())
                .containsExactly(
                        "What the gateway, the hooks and the proxy decide by",
                        "The document’s data block against what runs");
    }
}
