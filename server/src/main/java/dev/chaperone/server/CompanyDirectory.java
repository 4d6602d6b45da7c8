// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.InForce;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.directory.DirectoryEvents;
import dev.chaperone.workspace.directory.DirectoryUsers;
import dev.chaperone.workspace.directory.PeopleList;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.sessions.Sessions;

import java.time.Clock;

/// From where people come: the directory that calls, and lists.
record CompanyDirectory(DirectoryUsers users, DirectoryEvents events, PeopleList list) {
    static CompanyDirectory of(
            Database database,
            Journal journal,
            InForce inForce,
            People people,
            Sessions sessions,
            Clock clock) {
        DirectoryUsers users =
                new DirectoryUsers(database, journal, inForce, people, sessions, clock);
        return new CompanyDirectory(
                users,
                new DirectoryEvents(database),
                new PeopleList(people, sessions, journal, users::keeps));
    }
}
