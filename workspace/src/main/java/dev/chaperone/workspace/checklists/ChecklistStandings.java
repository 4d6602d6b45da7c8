// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.policy.ChecklistStanding;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Whom;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/// How everybody stands with the checklists of a policy. Attestations are only ever added, so what
/// was read stays true: after each only its person is read anew, and everybody after a policy that
/// asks something else. People who stand alike share one answer.
final class ChecklistStandings {
    private final ChecklistStore store;
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable Known known; // guarded by turn

    ChecklistStandings(ChecklistStore store) {
        this.store = store;
    }

    /// @param newest number of the last attestation that is in it
    /// @param alike each answer once
    private record Known(
            AskedItems asked,
            long newest,
            Map<PersonId, ChecklistStanding> standings,
            Map<ChecklistStanding, ChecklistStanding> alike) {}

    /// Of those who have done anything; everybody else has done nothing. What is not asked by this
    /// policy does not count.
    Map<PersonId, ChecklistStanding> of(PolicySnapshot policy) {
        AskedItems asked = AskedItems.by(policy);
        turn.lock();
        try {
            long newest = store.newest();
            Known before = known;
            Known now =
                    before == null || !before.asked().equals(asked) || newest < before.newest()
                            ? everybody(asked, newest)
                            : newest > before.newest() ? changed(before, newest) : before;
            known = now;
            return Collections.unmodifiableMap(now.standings());
        } finally {
            turn.unlock();
        }
    }

    /// Of some people, read for them alone.
    ///
    /// @param people null for everybody
    Map<PersonId, ChecklistStanding> of(PolicySnapshot policy, @Nullable Set<PersonId> people) {
        if (people == null) {
            return of(policy);
        }
        AskedItems asked = AskedItems.by(policy);
        turn.lock();
        try {
            Known before = known;
            return read(
                    asked,
                    new Whom(people),
                    before != null && before.asked().equals(asked)
                            ? before.alike()
                            : new HashMap<>());
        } finally {
            turn.unlock();
        }
    }

    private Known everybody(AskedItems asked, long newest) {
        Map<ChecklistStanding, ChecklistStanding> alike = new HashMap<>();
        return new Known(asked, newest, read(asked, Whom.EVERYBODY, alike), alike);
    }

    private Known changed(Known before, long newest) {
        Map<PersonId, ChecklistStanding> standings = new HashMap<>(before.standings());
        Set<PersonId> people = store.peopleSince(before.newest());
        standings.putAll(read(before.asked(), new Whom(people), before.alike()));
        return new Known(before.asked(), newest, standings, before.alike());
    }

    private Map<PersonId, ChecklistStanding> read(
            AskedItems asked, Whom whom, Map<ChecklistStanding, ChecklistStanding> alike) {
        List<Digest> lapsing = asked.lapsing();
        Map<PersonId, List<Instant>> times = store.times(lapsing, whom);
        List<Instant> never = Collections.nCopies(lapsing.size(), Instant.EPOCH);
        Map<AskedItems.Done, ChecklistStanding> worked = new HashMap<>();
        Map<PersonId, ChecklistStanding> standings = new HashMap<>();
        store.marks(asked.digests(), whom)
                .forEach((person, marks) -> {
                    ChecklistStanding standing =
                            worked.computeIfAbsent(
                                    new AskedItems.Done(marks, times.getOrDefault(person, never)),
                                    asked::standing);
                    standings.put(person, alike.computeIfAbsent(standing, _ -> standing));
                });
        return standings;
    }
}
