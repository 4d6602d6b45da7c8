// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accounts;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.util.Set;
import java.util.TreeSet;

/// Who could hold somebody's account. Whoever hands over the link of an invitation could use it
/// first, choose the password and connect a device of their own: until the account is set up anew
/// by a link that nobody else saw, it may be theirs.
public final class Handovers {
    private final InvitationStore store;

    public Handovers(Database database) {
        this.store = new InvitationStore(database);
    }

    /// Whoever saw the link by which somebody's account was opened, or could have, as the ledger
    /// names them; nobody when it came by mail, or the person has no account here.
    public Set<String> holders(PersonId person) {
        Set<String> holders = new TreeSet<>(store.holders(person));
        holders.remove(person.value());
        return holders;
    }

    /// Those and whoever could hold their accounts: all who could see what these make.
    Set<String> reaching(Set<String> makers) {
        Set<String> all = new TreeSet<>(makers);
        for (String maker : makers) {
            if (maker.startsWith("person_")) {
                all.addAll(holders(new PersonId(maker)));
            }
        }
        return all;
    }
}
