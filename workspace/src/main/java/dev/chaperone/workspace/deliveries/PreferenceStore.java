// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The table `notice_preference`.
final class PreferenceStore {
    private final Database database;

    PreferenceStore(Database database) {
        this.database = database;
    }

    /// What somebody said; kinds of which they said nothing are not there.
    Map<NoticeKind, Preference> of(PersonId person) {
        Map<NoticeKind, Preference> said = new EnumMap<>(NoticeKind.class);
        database.jdbc()
                .sql(
                        "SELECT kind, mail, chat, page, rhythm FROM notice_preference WHERE person = ?")
                .param(person.value())
                .query(row -> {
                    said.put(
                            NoticeKind.parse(row.getString("kind")),
                            new Preference(
                                    row.getBoolean("mail"),
                                    row.getBoolean("chat"),
                                    row.getBoolean("page"),
                                    Preference.Rhythm.parse(row.getString("rhythm"))));
                });
        return said;
    }

    void put(PersonId person, NoticeKind kind, Preference wanted) {
        database.jdbc()
                .sql(
                        """
                        INSERT INTO notice_preference (person, kind, mail, chat, page, rhythm)
                        VALUES (?, ?, ?, ?, ?, ?)
                        ON CONFLICT (person, kind) DO UPDATE
                        SET mail = EXCLUDED.mail, chat = EXCLUDED.chat, page = EXCLUDED.page,
                            rhythm = EXCLUDED.rhythm
                        """)
                .params(
                        person.value(),
                        kind.written(),
                        wanted.mail(),
                        wanted.chat(),
                        wanted.page(),
                        wanted.rhythm().written())
                .update();
    }

    /// Those who want a kind gathered; who has left wants nothing.
    List<PersonId> gathering(NoticeKind kind, Preference.Rhythm rhythm) {
        return database.jdbc()
                .sql(
                        """
                        SELECT person FROM notice_preference n
                        WHERE kind = ? AND rhythm = ? AND mail
                          AND EXISTS (SELECT FROM person p WHERE p.id = n.person AND p.active)
                        """)
                .params(kind.written(), rhythm.written())
                .query((row, _) -> new PersonId(row.getString("person")))
                .list();
    }
}
