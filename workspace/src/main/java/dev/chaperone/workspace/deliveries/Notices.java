// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.deliveries;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What people are told, for those people: to read, to mark as read, and to say how they want to
/// hear of it. [Deliveries#tell] writes it.
public final class Notices {
    private final NoticeStore store;
    private final PreferenceStore preferences;
    private final Database database;
    private final Journal journal;
    private final Clock clock;

    Notices(Database database, Journal journal, Clock clock) {
        this.store = new NoticeStore(database);
        this.preferences = new PreferenceStore(database);
        this.database = database;
        this.journal = journal;
        this.clock = clock;
    }

    /// What somebody was told, the newest first.
    public Page<Notice> list(PersonId person, boolean unread, @Nullable String cursor, int limit) {
        return store.list(person, unread, Page.before(cursor), Page.checkLimit(limit));
    }

    /// How many are unread.
    public long unread(PersonId person) {
        return store.unread(person);
    }

    /// Marks one as read. It is nobody else's business, so the ledger does not hold it.
    public void read(PersonId person, String id) {
        if (!store.read(person, id, now())) {
            throw RejectedException.unknown("notification");
        }
    }

    public int readAll(PersonId person) {
        return store.readAll(person, now());
    }

    /// How somebody is told of each kind.
    public Map<NoticeKind, Preference> preferences(PersonId person) {
        Map<NoticeKind, Preference> said = preferences.of(person);
        Map<NoticeKind, Preference> all = new EnumMap<>(NoticeKind.class);
        for (NoticeKind kind : NoticeKind.values()) {
            all.put(
                    kind,
                    kind.isLocked() ? Preference.USUAL : said.getOrDefault(kind, Preference.USUAL));
        }
        return all;
    }

    /// How somebody is told of a kind.
    public Preference preference(PersonId person, NoticeKind kind) {
        return preferences(person).getOrDefault(kind, Preference.USUAL);
    }

    /// Says how somebody wants to be told from now on. What holds already is left alone.
    ///
    /// @throws RejectedException when a notice that protects them would be lost or late
    public void prefer(PersonId person, Map<NoticeKind, Preference> wanted) {
        wanted.forEach((kind, preference) -> {
            if (kind.isLocked() && !preference.equals(Preference.USUAL)) {
                throw RejectedException.invalid(
                        kind.written() + " can not be switched off: " + kind.locked());
            }
        });
        database.inTransaction(() -> {
            Map<NoticeKind, Preference> before = preferences(person);
            wanted.forEach((kind, preference) -> {
                if (!preference.equals(before.get(kind))) {
                    preferences.put(person, kind, preference);
                    journal.record(
                            Actor.of(person),
                            "notice.preferred",
                            person.value(),
                            Map.of(
                                    "kind", kind.written(),
                                    "mail", Boolean.toString(preference.mail()),
                                    "chat", Boolean.toString(preference.chat()),
                                    "page", Boolean.toString(preference.page()),
                                    "rhythm", preference.rhythm().written()));
                }
            });
            return true;
        });
    }

    /// Those for whom a letter that gathers may be due.
    public Set<PersonId> gathering(Preference.Rhythm rhythm) {
        Set<PersonId> people = new HashSet<>(preferences.gathering(NoticeKind.DUTY, rhythm));
        people.addAll(store.waiting(rhythm.written()));
        return people;
    }

    /// What waits for such a letter, the oldest first.
    public List<Notice> waiting(PersonId person, Preference.Rhythm rhythm) {
        return store.waiting(person, rhythm.written());
    }

    /// They stand in a letter now.
    public void gathered(List<Notice> notices) {
        store.gathered(notices);
    }

    /// Notes something for the page and, where somebody wants it so, for the letter that gathers.
    ///
    /// @return whether it is new
    boolean note(Notice notice, String occasion, Preference how) {
        boolean waits =
                how.mail()
                        && how.rhythm() != Preference.Rhythm.AT_ONCE
                        && notice.kind() != NoticeKind.DUTY;
        return store.insert(notice, occasion, how.page(), waits ? how.rhythm().written() : null);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
