// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.vocabulary.Jurisdiction;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A person who is to be created.
///
/// @param teams by name; those that do not exist are created
/// @param jurisdiction the country whose law holds for the person; null when it is not known
public record NewPerson(
        String email,
        String name,
        Role role,
        List<String> teams,
        @Nullable Jurisdiction jurisdiction) {
    private static final int MAX_EMAIL = 254;
    private static final int MAX_NAME = 200;

    /// Of whom no country is known.
    public NewPerson(String email, String name, Role role, List<String> teams) {
        this(email, name, role, teams, null);
    }

    public NewPerson {
        email = email.strip();
        name = name.strip();
        teams = new Assignment(teams, jurisdiction).teams();
        checkIdentity(email, name);
    }

    /// Refuses what is no address or no name.
    static void checkIdentity(String email, String name) {
        int at = email.indexOf('@');
        boolean address =
                at > 0
                        && at == email.lastIndexOf('@')
                        && at < email.length() - 1
                        && email.length() <= MAX_EMAIL
                        && email.chars().noneMatch(c -> c <= ' ' || c == 127);
        if (!address) {
            throw RejectedException.invalid("email is '" + email + "', not an e-mail address.");
        }
        Text.check("email", email, MAX_EMAIL);
        Text.check("name", name, MAX_NAME);
    }
}
