// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chaperone.ledger.Leaves;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.TestWorkspace;

import org.springframework.jdbc.core.simple.JdbcClient;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A workspace whose requests are followed.
record Site(TestWorkspace workspace) implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    static Site open(Path directory) throws IOException {
        return new Site(TestWorkspace.open(directory));
    }

    Projection start() {
        return Projection.start(workspace.ledger(), workspace.database());
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

    Interactions interactions() {
        return new Interactions(workspace.database());
    }

    JdbcClient jdbc() {
        return workspace.test().jdbc();
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
