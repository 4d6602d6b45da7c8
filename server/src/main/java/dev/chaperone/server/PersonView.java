// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.people.Role;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;

/// The page about one person: profile and tokens.
///
/// @param roleMeans what the role can do, in one sentence
/// @param teams separated by commas; empty when there are none
/// @param country code of the country whose law holds; empty when it is not known
record PersonView(
        String id,
        String name,
        String email,
        String role,
        String roleMeans,
        String teams,
        String country,
        EmploymentView employment,
        boolean active,
        List<TokenRow> tokens,
        boolean mayManageTokens,
        boolean mayManagePeople,
        boolean mayReadActivity) {
    PersonView {
        tokens = List.copyOf(tokens);
    }

    /// A token without its secret.
    ///
    /// @param expires null when it does not
    /// @param used when it was used last, to the minute; null when it never was, or nobody knows
    /// @param unused in words, when there is no such moment; else empty
    /// @param usable whether the gateway takes it now
    record TokenRow(
            String id,
            String name,
            Moment created,
            String madeBy,
            @Nullable Moment expires,
            String state,
            @Nullable Moment used,
            String unused,
            boolean usable) {}

    /// A token that was just made: the only moment at which its text is shown.
    record Created(String name, String token, String gateway) {
        public String claude() {
            return CommandLines.claude(gateway, token);
        }

        public String curl() {
            return CommandLines.curl(gateway, token);
        }

        @Override
        public String toString() {
            return "Created[" + name + ", token not shown]";
        }
    }

    public String teamsInWords() {
        return teams.isEmpty() ? "none" : teams;
    }

    public String countryInWords() {
        return country.isEmpty() ? Words.UNKNOWN : Country.nameOf(country);
    }

    public List<String> roles() {
        return Arrays.stream(Role.values()).map(Role::written).toList();
    }

    public List<Country> countries() {
        return Country.all();
    }

    public String state() {
        return active ? "active" : "not active: the gateway refuses this person";
    }

    public String tokenSummary() {
        long usable = tokens.stream().filter(TokenRow::usable).count();
        return Words.number(usable) + " of " + Words.number(tokens.size()) + " in use";
    }
}
