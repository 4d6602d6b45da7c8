// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.sessions.Session;

import java.util.Map;

/// Tells administrators that somebody came in with the administrator token, which is nobody's name:
/// who did not expect it can look.
record Emergencies(Database database, Deliveries deliveries, People people) {
    static final String EVENT = "dev.chaperone.sign-in.emergency";

    void tell(Session session) {
        String occasion = "emergency sign-in " + session.id();
        database.inTransaction(() -> {
            for (PersonId administrator : people.administrators()) {
                deliveries.tell(
                        administrator,
                        new Notice.News(
                                NoticeKind.EMERGENCY,
                                occasion,
                                "Somebody signed in with the administrator token",
                                """
                                At %s somebody signed in to Chaperone with the administrator token, from %s.

                                It is meant for emergencies, and lies in the data directory of the server. If
                                nobody of you did that, delete the file admin-token and start Chaperone again:
                                that makes another token and ends all sessions.
                                """
                                        .formatted(
                                                Moment.words(session.started()), session.address()),
                                "/ledger"));
            }
            deliveries.announce(
                    occasion,
                    EVENT,
                    session.id(),
                    Map.of("at", session.started().toString(), "session", session.id()));
            return true;
        });
    }
}
