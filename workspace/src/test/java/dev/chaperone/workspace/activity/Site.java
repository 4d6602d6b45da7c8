// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Leaves;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.TestWorkspace;

import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// A workspace whose requests are followed.
final class Site implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final TestWorkspace workspace;
    private @Nullable Projection projection;
    private @Nullable Reconciliation reconciliation;

    private Site(TestWorkspace workspace) {
        this.workspace = workspace;
    }

    static Site open(Path directory) throws IOException {
        return new Site(TestWorkspace.open(directory));
    }

    TestWorkspace workspace() {
        return workspace;
    }

    Projection start() {
        Projection started = Projection.start(workspace.ledger(), workspace.database());
        projection = started;
        reconciliation = null;
        return started;
    }

    /// Compares the tables with the ledger, for as long as the site is open.
    Reconciliation reconcile() {
        Reconciliation started =
                Reconciliation.start(
                        workspace.ledger(),
                        workspace.database(),
                        Objects.requireNonNull(projection),
                        workspace.journal(),
                        workspace.clock());
        reconciliation = started;
        return started;
    }

    /// What a walk from now on finds.
    Agreement agreement() throws InterruptedException {
        Reconciliation walks = Objects.requireNonNull(reconciliation);
        assertThat(walks.check(PATIENCE)).isTrue();
        return walks.agreement();
    }

    void await(Projection projection) throws InterruptedException {
        assertThat(projection.awaitPosition(workspace.ledger().size(), PATIENCE)).isTrue();
    }

    /// Appends ordinary requests.
    void fill(int requests) {
        PersonId person = PersonId.next();
        for (int i = 1; i < requests; i++) {
            var _ = workspace.ledger().appendSoon(Leaves.write(Requests.by(person).intent()));
        }
        Requests.append(workspace.ledger(), Requests.by(person).intent());
    }

    Interaction found(Requests request) {
        return interactions().find(Scope.everybody(), request.id()).orElseThrow();
    }

    List<Interaction> all() {
        return interactions().list(Scope.everybody(), Filter.NONE, null, 500).items();
    }

    /// The request of a session.
    Interaction of(Scope scope, String session) {
        return interactions()
                .list(scope, Filters.where("session", session), null, 1)
                .items()
                .getFirst();
    }

    Interactions interactions() {
        Projection followed = Objects.requireNonNull(projection);
        Reconciliation compares =
                reconciliation == null ? silent(workspace, followed) : reconciliation;
        return new Interactions(workspace.database(), followed, compares);
    }

    /// Compares what is read, and walks nowhere.
    static Reconciliation silent(TestWorkspace workspace, Projection projection) {
        return new Reconciliation(
                workspace.ledger(),
                workspace.database(),
                projection,
                workspace.journal(),
                workspace.clock());
    }

    JdbcClient jdbc() {
        return workspace.test().jdbc();
    }

    @Override
    public void close() throws IOException {
        if (reconciliation != null) {
            reconciliation.close();
        }
        workspace.close();
    }
}
