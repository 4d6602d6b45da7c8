// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.accounts.Accounts;
import dev.chaperone.workspace.accounts.ProviderLinks;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.services.ServiceTokens;
import dev.chaperone.workspace.sessions.Sessions;

import java.time.Clock;

/// How people and programs get in: accounts, links to an identity provider, sessions, and tokens of
/// programs.
record Admittance(
        Accounts accounts,
        ProviderLinks links,
        Sessions sessions,
        ServiceTokens services,
        Emergencies emergencies) {
    /// @param key 32 bytes as hexadecimal digits, with which secrets of second factors are
    ///   encrypted
    static Admittance of(
            Database database,
            Journal journal,
            People people,
            Deliveries deliveries,
            String key,
            Clock clock) {
        Sessions sessions = new Sessions(database, journal, clock);
        return new Admittance(
                new Accounts(
                        new Accounts.Surroundings(database, journal, people, sessions, deliveries),
                        new Argon2(),
                        key,
                        clock),
                new ProviderLinks(database, journal, people, clock),
                sessions,
                new ServiceTokens(database, journal, people, clock),
                new Emergencies(database, deliveries, people));
    }
}
