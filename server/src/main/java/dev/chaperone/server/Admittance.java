// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.channels.Channels;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.accounts.Accounts;
import dev.chaperone.workspace.accounts.Passkeys;
import dev.chaperone.workspace.accounts.ProviderLinks;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.services.ServiceTokens;
import dev.chaperone.workspace.sessions.Sessions;

import java.time.Clock;

/// How people and programs get in: accounts and their passkeys, links to an identity provider,
/// sessions, and tokens of programs.
record Admittance(
        Accounts accounts,
        ProviderLinks links,
        Sessions sessions,
        ServiceTokens services,
        Passkeys passkeys,
        Channels channels,
        Emergencies emergencies) {
    /// How letters leave: those that may be stored until then, and those that may not, because a
    /// link is in them.
    record Letterbox(Deliveries deliveries, Channels channels) {}

    /// @param key 32 bytes as hexadecimal digits, with which secrets of second factors are
    ///   encrypted
    static Admittance of(
            Database database,
            Journal journal,
            People people,
            Letterbox letters,
            String key,
            Clock clock) {
        Sessions sessions = new Sessions(database, journal, clock);
        Deliveries deliveries = letters.deliveries();
        Accounts accounts =
                new Accounts(
                        new Accounts.Surroundings(database, journal, people, sessions, deliveries),
                        new Argon2(),
                        key,
                        clock);
        return new Admittance(
                accounts,
                new ProviderLinks(database, journal, people, clock),
                sessions,
                new ServiceTokens(database, journal, people, clock),
                accounts.passkeys(new WebAuthn()),
                letters.channels(),
                new Emergencies(database, deliveries, people));
    }
}
