// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.exports.Emails;
import dev.chaperone.exports.Forwarding;
import dev.chaperone.exports.Target;
import dev.chaperone.exports.TargetState;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Where recorded events leave for other systems.
///
/// @param origin name of the ledger, a part of each event's id
record Outlets(String origin, Forwarding forwarding) implements AutoCloseable {
    /// Begins to forward.
    ///
    /// @param directory where it is remembered how far each target is
    static Outlets open(Workspace workspace, String origin, List<Target> targets, Path directory)
            throws IOException {
        return new Outlets(
                origin,
                Forwarding.start(
                        workspace.ledger(),
                        origin,
                        targets,
                        directory,
                        emails(workspace.people()),
                        workspace.clock()));
    }

    /// Addresses from the database; while it is away, targets that get addresses wait.
    private static Emails emails(People people) {
        return person -> {
            try {
                return people.find(person).map(Person::email).orElse(null);
            } catch (DataAccessException | TransactionException e) {
                throw new IOException("the database, which knows the addresses, is away", e);
            }
        };
    }

    /// What the systems are called that get the record.
    List<String> names() {
        return forwarding.states().stream().map(TargetState::name).toList();
    }

    @Override
    public void close() {
        forwarding.close();
    }
}
