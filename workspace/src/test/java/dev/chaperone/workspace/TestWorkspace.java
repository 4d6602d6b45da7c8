// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.Ledgers;
import dev.chaperone.policy.InForce;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.policy.PolicySnapshot;

import org.assertj.core.api.Assertions;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// An empty workspace: a database, a ledger, a policy in force, and a clock that stands still.
public final class TestWorkspace implements AutoCloseable {
    public static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final TestDatabase test = TestDatabase.fresh();
    private final Database database = test.database();
    private final Ledger ledger;
    private final SetClock clock = new SetClock();
    private final Journal journal;
    private final InForce inForce = new InForce(policy());

    private TestWorkspace(Ledger ledger) {
        this.ledger = ledger;
        this.journal = new Journal(ledger, clock);
    }

    public static TestWorkspace open(Path directory) throws IOException {
        return new TestWorkspace(Ledgers.open(directory));
    }

    public TestDatabase test() {
        return test;
    }

    public Database database() {
        return database;
    }

    public Ledger ledger() {
        return ledger;
    }

    public Journal journal() {
        return journal;
    }

    public InForce inForce() {
        return inForce;
    }

    public SetClock clock() {
        return clock;
    }

    /// What the ledger says about changes, oldest first.
    public List<Event.Administered> changes() throws IOException {
        return ledger.read(0, 10_000).stream()
                .map(Leaves::read)
                .filter(Event.Administered.class::isInstance)
                .map(Event.Administered.class::cast)
                .toList();
    }

    /// Those whose action begins like this.
    public List<Event.Administered> changes(String action) throws IOException {
        List<Event.Administered> found = new ArrayList<>();
        for (byte[] entry : ledger.read(0, 10_000)) {
            try {
                if (Leaves.read(entry) instanceof Event.Administered change
                        && change.action().startsWith(action)) {
                    found.add(change);
                }
            } catch (IllegalArgumentException e) {
                // A test wrote something that is no entry.
            }
        }
        return found;
    }

    /// How many rows a table has.
    public long rows(String table) {
        return test.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    @Override
    public void close() throws IOException {
        ledger.close();
    }

    private static PolicySnapshot policy() {
        try {
            return PolicyFile.read(
                    """
                    apiVersion: chaperone.dev/v1
                    organization: Northwind
                    owner: security@northwind.example
                    effective: 2026-11-24
                    tools: []
                    """,
                    Catalog.builtIn(),
                    Set.of());
        } catch (PolicyException e) {
            return Assertions.fail(e);
        }
    }

    /// A clock that is set by hand.
    public static final class SetClock extends Clock {
        private volatile Instant now = NOON;

        SetClock() {}

        public void set(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
