// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.NotRecordedException;
import dev.chaperone.workspace.Page;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/// Records that somebody reads what other people did, before it is shown. One's own requests are
/// read without a record.
///
/// The same reader who reads the same again within [#SAME] leaves no second record: a page that
/// keeps itself up to date asks every second.
public final class Reads {
    /// How long a record covers the same look by the same reader.
    public static final Duration SAME = Duration.ofMinutes(15);

    private static final int REMEMBERED = 10_000;
    private static final String ACTIVITY = "activity";

    private final Journal journal;
    private final Clock clock;
    private final SequencedMap<Look, Covered> recorded = new LinkedHashMap<>(); // guarded by itself

    public Reads(Journal journal, Clock clock) {
        this.journal = journal;
        this.clock = clock;
    }

    /// Who looked at what.
    private record Look(Actor reader, String action, Object what) {}

    /// What a search asked for.
    private record Search(Filter filter, @Nullable String cursor) {}

    /// A search whose answer may hold requests of others.
    ///
    /// @param cursor null for the first page; every page of a search is a look of its own
    /// @throws ReadNotRecordedException when the ledger does not take the record
    public void searched(
            Actor reader, Scope scope, Filter filter, @Nullable String cursor, Listing answer) {
        boolean own =
                switch (scope) {
                    case Scope.Only(_) -> true;
                    case Scope.Everybody() -> reader.value().equals(filter.person());
                };
        if (!own) {
            Map<String, String> details = details(filter, !answer.items().isEmpty());
            details.put("rows", Integer.toString(answer.items().size()));
            Set<String> shown = shown(answer);
            if (filter.person() == null && !answer.items().isEmpty()) {
                details.put(Looked.PEOPLE, String.join(" ", shown));
            }
            if (cursor != null && !cursor.isEmpty()) {
                details.put("before", Long.toString(Page.before(cursor)));
            }
            record(
                    new Look(reader, "activity.searched", new Search(filter, cursor)),
                    ACTIVITY,
                    details,
                    shown);
        }
    }

    /// Whose requests an answer shows: they can be told that somebody saw them.
    private static Set<String> shown(Listing answer) {
        Set<String> shown = new TreeSet<>();
        for (Interaction each : answer.items()) {
            if (each.caller() != null) {
                shown.add(each.caller().person().value());
            }
        }
        return shown;
    }

    /// Somebody opens one request.
    ///
    /// @throws ReadNotRecordedException when the ledger does not take the record
    public void opened(Actor reader, Interaction request) {
        String whose = request.caller() == null ? null : request.caller().person().value();
        boolean certain = !request.standing().equals(Standing.UNCHECKED);
        if (!certain || !reader.value().equals(whose)) {
            Map<String, String> details = new TreeMap<>();
            details.put("intent", Long.toString(request.intent()));
            if (whose != null) {
                details.put("person", whose);
            }
            record(
                    new Look(reader, "activity.read", request.intent()),
                    request.id(),
                    details,
                    Set.of());
        }
    }

    /// Somebody reads entries of the ledger themselves.
    ///
    /// @param from index of the first
    /// @param about those whom the entries are about
    /// @throws ReadNotRecordedException when the ledger does not take the record
    public void ledger(Actor reader, long from, long entries, Set<PersonId> about) {
        Set<String> people = new TreeSet<>();
        about.forEach(person -> people.add(person.value()));
        record(
                new Look(reader, "ledger.read", Map.entry(from, entries)),
                Long.toString(from),
                Map.of("entries", Long.toString(entries), Looked.PEOPLE, String.join(" ", people)),
                people);
    }

    /// Somebody opens what is known of another person: tokens, sessions, employment.
    ///
    /// @throws ReadNotRecordedException when the ledger does not take the record
    public void person(Actor reader, PersonId whose) {
        if (!reader.value().equals(whose.value())) {
            record(new Look(reader, "person.read", whose), whose.value(), Map.of(), Set.of());
        }
    }

    /// Somebody reads who reports of themselves, when they did last, and what is amiss.
    ///
    /// @throws ReadNotRecordedException when the ledger does not take the record
    public void sources(Actor reader) {
        record(new Look(reader, "sources.read", "sources"), "sources", Map.of(), Set.of());
    }

    /// Somebody asks what a policy would have decided on the requests of everybody.
    ///
    /// @param policy hash of its text
    /// @throws ReadNotRecordedException when the ledger does not take the record
    public void replayed(Actor reader, Digest policy, Instant since, Instant until) {
        record(
                new Look(reader, "activity.replayed", List.of(policy, since, until)),
                policy.toString(),
                Map.of("from", since.toString(), "to", until.toString()),
                Set.of());
    }

    /// What a search asked for, without what a reader may have typed in by mistake. A text that
    /// found something is one that the ledger holds already; of others only the length is kept.
    private static Map<String, String> details(Filter filter, boolean found) {
        Map<String, String> details = new TreeMap<>();
        id(details, "person", filter.person(), PersonId::new);
        id(details, "tool", filter.tool(), ToolId::new);
        id(details, "plan", filter.plan(), PlanId::new);
        text(details, "repository", filter.repository(), found);
        text(details, "model", filter.model(), found);
        text(details, "decision", filter.decision(), true);
        text(details, "detector", filter.detector(), found);
        text(details, "source", filter.source(), true);
        text(details, "session", filter.session(), found);
        text(details, "commit", filter.commit(), found);
        text(details, "from", string(filter.from()), true);
        text(details, "to", string(filter.to()), true);
        text(details, "q", filter.q(), false);
        return details;
    }

    private static void id(
            Map<String, String> details, String name, @Nullable String id, Consumer<String> check) {
        if (id != null) {
            details.put(name, isId(id, check) ? id : "unknown");
        }
    }

    private static boolean isId(String id, Consumer<String> check) {
        try {
            check.accept(id);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void text(
            Map<String, String> details, String name, @Nullable String text, boolean known) {
        if (text != null && known) {
            details.put(name, text);
        } else if (text != null) {
            details.put(name + "-length", Integer.toString(text.length()));
        }
    }

    private static @Nullable String string(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }

    /// What the records of a look cover.
    ///
    /// @param people who was shown, and when that was recorded
    private record Covered(Instant last, Map<String, Instant> people) {
        boolean covers(Set<String> shown, Instant now) {
            return isSame(last, now)
                    && shown.stream().allMatch(person -> isSame(people.get(person), now));
        }

        private static boolean isSame(@Nullable Instant at, Instant now) {
            return at != null && !at.isAfter(now) && now.isBefore(at.plus(SAME));
        }

        /// With those who were shown now.
        static Covered with(@Nullable Covered before, Set<String> shown, Instant now) {
            Map<String, Instant> people = new HashMap<>();
            if (before != null) {
                before.people()
                        .forEach((person, at) -> {
                            if (isSame(at, now)) {
                                people.put(person, at);
                            }
                        });
            }
            shown.forEach(person -> people.put(person, now));
            return new Covered(now, Map.copyOf(people));
        }
    }

    /// @param shown those of whom something is shown: who was not shown when the same look was
    ///   recorded makes a record of its own
    private void record(Look look, String subject, Map<String, String> details, Set<String> shown) {
        Instant now = clock.instant();
        if (isRecorded(look, shown, now)) {
            return;
        }
        try {
            journal.record(look.reader(), look.action(), subject, details);
        } catch (NotRecordedException e) {
            throw new ReadNotRecordedException(e);
        }
        synchronized (recorded) {
            recorded.putLast(look, Covered.with(recorded.get(look), shown, now));
            if (recorded.size() > REMEMBERED) {
                recorded.pollFirstEntry();
            }
        }
    }

    private boolean isRecorded(Look look, Set<String> shown, Instant now) {
        synchronized (recorded) {
            Covered covered = recorded.get(look);
            return covered != null && covered.covers(shown, now);
        }
    }
}
