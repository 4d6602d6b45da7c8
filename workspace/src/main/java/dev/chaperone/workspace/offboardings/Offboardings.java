// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.offboardings;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;
import dev.chaperone.workspace.Whom;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.seats.SeatEvidence;
import dev.chaperone.workspace.seats.SeatTraces;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// People who left. What Chaperone controls ends with their access, by itself; what vendors' lists
/// show is gone when a reading from after the leaving does not show it; of everything else somebody
/// has to show that it is gone, by a look at the source after the person left.
public final class Offboardings {
    private static final int LONGEST = 500;

    private final OffboardingStore store;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Grants grants;
    private final SeatTraces seats;
    private final Clock clock;

    public Offboardings(
            Database database,
            Journal journal,
            InForce inForce,
            Grants grants,
            SeatTraces seats,
            Clock clock) {
        this.store = new OffboardingStore(database);
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.grants = grants;
        this.seats = seats;
        this.clock = clock;
    }

    /// Those who left, the last first.
    public Page<Offboarding> list(@Nullable String cursor, int limit) {
        Page<OffboardingStore.Leaver> page =
                Page.of(
                        store.leavers(
                                Whom.EVERYBODY,
                                today(),
                                Page.before(cursor),
                                Page.checkLimit(limit) + 1),
                        limit,
                        OffboardingStore.Leaver::key);
        return new Page<>(of(page.items()), page.next());
    }

    /// Somebody who left; empty for who has not.
    public Optional<Offboarding> find(PersonId person) {
        return of(store.leavers(new Whom(Set.of(person)), today(), Long.MAX_VALUE, 1)).stream()
                .findFirst();
    }

    private List<Offboarding> of(List<OffboardingStore.Leaver> leavers) {
        if (leavers.isEmpty()) {
            return List.of();
        }
        Map<PersonId, Instant> left =
                leavers.stream()
                        .collect(Collectors.toMap(OffboardingStore.Leaver::person, this::leftAt));
        Map<PersonId, List<Grant>> granted =
                grants.of(left.keySet()).stream().collect(Collectors.groupingBy(Grant::person));
        SeatEvidence evidence = seats.of(left.keySet(), earliest(left.values()));
        var proofs = store.proofs(left);
        var residual = store.residual(left);
        return leavers.stream()
                .map(leaver -> {
                    PersonId person = leaver.person();
                    Instant at = left.getOrDefault(person, now());
                    return new Offboarding(
                            person,
                            at,
                            inForce.policy().programme().access().removal().after(at, zone()),
                            new OffboardingItems(
                                            person,
                                            at,
                                            evidence,
                                            proofs.getOrDefault(person, Map.of()))
                                    .of(granted.getOrDefault(person, List.of()), leaver.used()),
                            residual.getOrDefault(person, new Offboarding.Residual(0, null)));
                })
                .toList();
    }

    private Instant earliest(Collection<Instant> moments) {
        return moments.stream().min(Comparator.naturalOrder()).orElseGet(this::now);
    }

    /// The earlier of the end of their access and the end of their last day.
    private Instant leftAt(OffboardingStore.Leaver leaver) {
        LocalDate day = leaver.lastDay();
        Instant lastDay =
                day == null || !day.isBefore(today())
                        ? null
                        : day.plusDays(1).atStartOfDay(zone()).toInstant();
        return earlier(leaver.ended(), lastDay);
    }

    private Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null) {
            return other == null ? now() : other;
        }
        return other == null || one.isBefore(other) ? one : other;
    }

    /// Shows that something is gone.
    ///
    /// @param source where it was looked up; no secret
    /// @param readAt when that was read: before the person left it proves nothing
    public Offboarding prove(
            PersonId person, String item, String source, Instant readAt, PersonId by) {
        Text.check("source", source.strip(), LONGEST);
        return database.inTransaction(() -> {
            Offboarding left =
                    find(person).orElseThrow(() -> RejectedException.unknown("offboarding"));
            check(left, item, readAt, by);
            Offboarding.Proof proof =
                    new Offboarding.Proof(
                            source.strip(),
                            readAt.truncatedTo(ChronoUnit.MILLIS),
                            by.value(),
                            now());
            long entry =
                    journal.record(
                            Actor.of(by),
                            "offboarding.proved",
                            person.value(),
                            Map.of(
                                    "item", item,
                                    "left", left.leftAt().toString(),
                                    "read", proof.readAt().toString()));
            store.insert(person, left.leftAt(), item, proof, entry);
            return find(person).orElse(left);
        });
    }

    private void check(Offboarding left, String item, Instant readAt, PersonId by) {
        Offboarding.Item about =
                left.items().stream()
                        .filter(each -> each.id().equals(item))
                        .findFirst()
                        .orElseThrow(() -> RejectedException.unknown("item"));
        if (about.proof() != null) {
            throw RejectedException.conflict("It is proved already.");
        }
        if (by.equals(left.person())) {
            throw RejectedException.conflict("Nobody proves their own offboarding.");
        }
        if (about.listed()) {
            throw RejectedException.conflict(
                    "It is not gone: "
                            + about.told()
                            + ". It closes with a reading that does not.");
        }
        if (readAt.isBefore(left.leftAt())) {
            throw RejectedException.invalid(
                    "That was read before the person left (%s), so it shows nothing."
                            .formatted(left.leftAt()));
        }
        if (readAt.isAfter(now())) {
            throw RejectedException.invalid("That is read in the future.");
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(now(), zone());
    }

    private ZoneId zone() {
        return inForce.policy().policy().heading().zone();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
