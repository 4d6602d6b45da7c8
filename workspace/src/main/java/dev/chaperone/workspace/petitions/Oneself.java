// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.petitions;

import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.tokens.Tokens;

import java.util.Set;

/// Lets people do for themselves only what nobody may do for them. Whoever made a token in
/// another's name can hold it, so such a token is nobody's own.
public final class Oneself {
    private final People people;
    private final Tokens tokens;
    private final String deed;

    /// For one kind of deed.
    ///
    /// @param deed what is done in person, for example `takes a quiz`
    public Oneself(People people, Tokens tokens, String deed) {
        this.people = people;
        this.tokens = tokens;
        this.deed = deed;
    }

    /// Refuses whoever may be somebody else.
    ///
    /// @throws RejectedException when it may be somebody else, or the person is not active
    public void check(Party by) {
        String token = by.token();
        if (token != null && !tokens.makers(token).equals(Set.of(by.person().value()))) {
            throw RejectedException.conflict(
                    "Somebody else made your token and could hold it too, and nobody "
                            + deed
                            + " for another. Sign in to the pages yourself.");
        }
        if (!people.find(by.person()).map(Person::active).orElse(false)) {
            throw RejectedException.conflict(
                    "Whoever " + deed + " must be an active person of the workspace.");
        }
    }
}
