// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.accounts.Account;
import dev.chaperone.workspace.accounts.Invitation;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.services.ServiceToken;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// How a person gets in, for administrators: account, sessions, and the programs that they answer
/// for.
///
/// @param account in words
/// @param invited until when the invitation works; null when there is none
/// @param holders who handed over the link by which the account was opened, in words; empty when
///   nobody did
/// @param mails whether links of invitations go by mail
/// @param orphans whether their programs need another owner
record PersonAccessView(
        String id,
        String name,
        boolean active,
        boolean hasAccount,
        String account,
        String holders,
        int passkeys,
        boolean mails,
        @Nullable Moment invited,
        List<AccountView.Row> sessions,
        List<Program> programs,
        boolean orphans,
        boolean managing) {
    PersonAccessView {
        sessions = List.copyOf(sessions);
        programs = List.copyOf(programs);
    }

    /// A token of a program.
    record Program(String id, String name, String scopes, Moment expires, @Nullable Moment used) {}

    /// @param holders in words
    static PersonAccessView of(
            Person person, String holders, Admittance admittance, SignedIn caller, Instant now) {
        Account account = admittance.accounts().find(person.id()).orElse(null);
        Invitation invitation = admittance.accounts().invitation(person.id()).orElse(null);
        List<Program> programs =
                admittance.services().of(person.id()).stream()
                        .map(each -> program(each, now))
                        .toList();
        return new PersonAccessView(
                person.id().value(),
                person.name(),
                person.active(),
                account != null,
                account == null
                        ? "no account of Chaperone"
                        : "password since " + Moment.words(account.passwordAt()),
                holders,
                admittance.passkeys().of(person.id()).size(),
                admittance.channels().mails(),
                invitation == null ? null : Moment.of(invitation.expires(), now),
                AccountView.rows(admittance.sessions().of(person.id()), "", now),
                programs,
                !person.active() && !programs.isEmpty(),
                caller.may(Permission.MANAGE_PEOPLE));
    }

    private static Program program(ServiceToken token, Instant now) {
        Instant used = token.used();
        return new Program(
                token.id(),
                token.name(),
                String.join(
                        ", ",
                        token.scopes().stream().map(each -> each.written()).sorted().toList()),
                Moment.of(token.expires(), now),
                used == null ? null : Moment.of(used, now));
    }
}
