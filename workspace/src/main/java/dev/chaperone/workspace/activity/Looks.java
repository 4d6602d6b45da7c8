// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/// Who looked at what somebody did, for those who were looked at. [Projection] brings it here; a
/// row counts only as far as its entry says the same, and what is shown is what the entry says.
public final class Looks {
    private final Ledger ledger;
    private final LookStore store;

    public Looks(Ledger ledger, Database database) {
        this.ledger = ledger;
        this.store = new LookStore(database);
    }

    /// A piece of the list.
    ///
    /// @param next where the following piece begins; null at the end
    /// @param unbacked how many rows were left out because their entry does not say so, or can not
    ///   be read
    public record Listed(List<Look> items, @Nullable String next, int unbacked) {
        public Listed {
            items = List.copyOf(items);
        }
    }

    /// Looks by others whose entry names this person, the newest first.
    public Listed at(PersonId person, @Nullable String cursor, int limit) {
        return list(person.value(), cursor, limit);
    }

    /// Looks at everybody's, and those whose entry does not say whose rows they showed.
    public Listed atEverybody(@Nullable String cursor, int limit) {
        return list(Looked.UNNAMED, cursor, limit);
    }

    /// How many there are that name this person.
    public long count(PersonId person) {
        return store.count(person.value());
    }

    private Listed list(String person, @Nullable String cursor, int limit) {
        Page<Long> page =
                Page.of(
                        store.list(person, Page.before(cursor), Page.checkLimit(limit) + 1),
                        limit,
                        Long::longValue);
        Entries entries = Entries.read(ledger, page.items());
        List<Look> looks = new ArrayList<>();
        for (long index : page.items()) {
            if (entries.event(index) instanceof Event.Administered look
                    && Looked.in(look).contains(person)) {
                looks.add(
                        new Look(
                                index,
                                look.at(),
                                look.actor(),
                                look.action(),
                                look.subject(),
                                look.details(),
                                !person.equals(Looked.UNNAMED)));
            }
        }
        return new Listed(looks, page.next(), page.items().size() - looks.size());
    }

    /// Whom entries of the ledger are about: who sent the request, whom a change concerns.
    ///
    /// @param from index of the first
    public Set<PersonId> concerned(long from, int entries) {
        List<Long> indices = LongStream.range(from, from + entries).boxed().toList();
        Entries read = Entries.read(ledger, indices);
        Set<String> ids = new HashSet<>();
        Set<Long> intents = new HashSet<>();
        for (long index : indices) {
            switch (read.event(index)) {
                case Event.Intent intent -> addCaller(ids, intent);
                case Event.Outcome outcome -> intents.add(outcome.intent());
                case Event.Administered change -> {
                    ids.add(change.subject());
                    ids.add(change.details().getOrDefault("person", ""));
                }
                case null -> {
                    // Nothing of ours stands there.
                }
            }
        }
        Entries earlier = Entries.read(ledger, intents);
        intents.forEach(index -> addCaller(ids, earlier.intent(index)));
        Set<PersonId> people = new HashSet<>();
        for (String id : ids) {
            if (Looked.isId(id)) {
                people.add(new PersonId(id));
            }
        }
        return people;
    }

    private static void addCaller(Set<String> ids, Event.@Nullable Intent intent) {
        if (intent != null && intent.caller() != null) {
            ids.add(intent.caller().person().value());
        }
    }
}
