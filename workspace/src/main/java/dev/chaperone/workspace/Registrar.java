// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Changes who may call the gateway and what is known of them. People, tokens and sign-ins make
/// such changes through here: recorded, then stored, then in force at the gateway, and only then
/// the call returns.
///
/// The number of a register is one more than the index of the entry that records its last change:
/// it grows with every change, and an auditor finds the change behind a number. Each change says
/// whom it reaches, and only that is read anew; those that come together are put in force together
/// (decision 044).
public final class Registrar {
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final RegisterChanges changes;
    private final RegisterReading reading;

    public Registrar(Database database, Journal journal, InForce inForce) {
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.changes = new RegisterChanges(database);
        this.reading = new RegisterReading(database, inForce);
    }

    /// What the ledger says about a change, and what it reaches.
    public record Change(
            Actor by, String action, String subject, Map<String, String> details, Reach reach) {}

    /// Makes one change after the other.
    ///
    /// @param work changes the tables of its domain and tells what to record; null when there is
    ///   nothing to change, and then nothing is recorded
    public void change(Supplier<@Nullable Change> work) {
        database.inTransaction(() -> {
            changes.lock();
            Change change = work.get();
            if (change != null) {
                note(change);
            }
            return true;
        });
        // Also when nothing changed: an earlier call may have failed between storing and this.
        publish();
    }

    /// Lets one change be made after the other: for a transaction that holds other rows when it
    /// comes to [#record].
    public void lock() {
        changes.lock();
    }

    /// Records a change inside the transaction that makes it; [#publish()] follows after.
    ///
    /// @return the entry's index
    public long record(Change change) {
        changes.lock();
        return note(change);
    }

    private long note(Change change) {
        long entry =
                journal.record(change.by(), change.action(), change.subject(), change.details());
        changes.note(entry + 1, change.reach(), inForce.register().number());
        return entry;
    }

    /// The active administrators, as policies go by them.
    public List<Register.Member> administrators() {
        return reading.administrators();
    }

    /// Puts what the database holds in force at the gateway: when it is committed, where this is
    /// part of something greater.
    public void publish() {
        database.onceCommitted(() ->
                inForce.renew(changes.number(), now -> database.atOneMoment(() -> next(now))));
    }

    /// @param now null when it has to be made anew
    private Register next(@Nullable Register now) {
        if (now == null) {
            return whole(changes.number());
        }
        RegisterChanges.Changed changed = changes.after(now.number());
        Set<PersonId> people = changed.people();
        if (people == null) {
            return whole(changed.number());
        }
        Register next =
                now.with(
                        changed.number(),
                        people,
                        people.isEmpty() ? List.of() : reading.people(new Whom(people)));
        return changed.exceptions() ? next.with(reading.exemptions()) : next;
    }

    private Register whole(long number) {
        return Register.of(number, reading.people(Whom.EVERYBODY), reading.exemptions());
    }
}
