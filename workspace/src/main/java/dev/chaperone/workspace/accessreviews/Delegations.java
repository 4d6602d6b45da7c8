// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/// Who decides rows instead of whoever may. Nobody comes to decide what they could not decide
/// anyway.
final class Delegations {
    /// Who reviews access.
    private static final Set<Role> REVIEWERS = EnumSet.of(Role.ADMINISTRATOR, Role.COMPLIANCE_LEAD);

    private final ReviewRowStore store;
    private final People people;
    private final InForce inForce;

    Delegations(ReviewRowStore store, People people, InForce inForce) {
        this.store = store;
        this.people = people;
        this.inForce = inForce;
    }

    /// Refuses who may not review.
    void check(PersonId delegate, Instant now) {
        Person person =
                people.find(delegate).orElseThrow(() -> RejectedException.unknown("person"));
        if (!REVIEWERS.contains(person.role())
                || !person.worksAt(now, inForce.policy().policy().heading().zone())) {
            throw RejectedException.conflict(
                    "Administrators and compliance leads who work here review access; this person"
                            + " may not.");
        }
    }

    /// Refuses who is not the one to whom a row was given.
    static void check(ReviewRow row, PersonId by) {
        ReviewRow.Delegation delegation = row.delegation();
        if (delegation != null && !delegation.to().equals(by)) {
            throw RejectedException.conflict(
                    "Row "
                            + row.number()
                            + " was given to somebody else, who decides it. Give it to another"
                            + " person first.");
        }
    }

    void give(Instant from, int number, ReviewRow.Delegation delegation) {
        ReviewRow row =
                store.hold(from, number).orElseThrow(() -> RejectedException.unknown("row"));
        if (row.person().equals(delegation.to())) {
            throw RejectedException.conflict(
                    "Row " + number + " is about that person, so somebody else decides it.");
        }
        if (row.person().equals(delegation.by())) {
            throw RejectedException.conflict(
                    "Row " + number + " is about you, so somebody else says who decides it.");
        }
        if (row.verdict() != null) {
            throw RejectedException.conflict("Row " + number + " is decided already.");
        }
        store.delegate(from, number, delegation);
    }
}
