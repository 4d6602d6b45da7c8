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

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// People who left. What Chaperone controls ends with their access, by itself; of everything else
/// somebody has to show that it is gone, by a look at the source after the person left.
public final class Offboardings {
    private static final int MOST = 500;
    private static final int LONGEST = 500;

    private final OffboardingStore store;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Grants grants;
    private final Clock clock;

    public Offboardings(
            Database database, Journal journal, InForce inForce, Grants grants, Clock clock) {
        this.store = new OffboardingStore(database);
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.grants = grants;
        this.clock = clock;
    }

    /// Those who left, the last first; 500 at most.
    public List<Offboarding> list() {
        return store.leavers(Whom.EVERYBODY, today(), MOST).stream().map(this::of).toList();
    }

    /// Somebody who left; empty for who has not.
    public Optional<Offboarding> find(PersonId person) {
        return store.leavers(new Whom(Set.of(person)), today(), 1).stream()
                .findFirst()
                .map(this::of);
    }

    private Offboarding of(OffboardingStore.Leaver leaver) {
        Instant left = leftAt(leaver);
        Map<String, Offboarding.Proof> proofs = store.proofs(leaver.person(), left);
        List<Offboarding.Item> items = new ArrayList<>();
        items.add(
                new Offboarding.Item(
                        "chaperone",
                        Offboarding.Kind.CHAPERONE,
                        "Tokens, sessions and sign-ins of Chaperone",
                        new Offboarding.Proof(
                                "they end with the access", left, Actor.SYSTEM.value(), left)));
        for (Grant grant : Page.all((at, limit) -> grants.list(leaver.person(), at, limit))) {
            if (grant.seat().needed()) {
                String id = "seat-" + grant.access().tool() + "-" + grant.access().plan();
                if (items.stream().noneMatch(each -> each.id().equals(id))) {
                    items.add(
                            new Offboarding.Item(
                                    id,
                                    Offboarding.Kind.SEAT,
                                    "Account for %s under the plan %s"
                                            .formatted(
                                                    grant.access().tool(), grant.access().plan()),
                                    proofs.get(id)));
                }
            }
        }
        if (leaver.used()) {
            items.add(
                    item(
                            Offboarding.Kind.VENDOR_KEYS,
                            "Keys and sign-ins of their own at vendors",
                            proofs));
            items.add(
                    item(
                            Offboarding.Kind.DEVICES,
                            "Caches, histories and settings of tools on their machines",
                            proofs));
        }
        return new Offboarding(
                leaver.person(),
                left,
                inForce.policy().programme().access().removal().after(left, zone()),
                items,
                store.residual(leaver.person(), left));
    }

    private static Offboarding.Item item(
            Offboarding.Kind kind, String what, Map<String, Offboarding.Proof> proofs) {
        return new Offboarding.Item(kind.written(), kind, what, proofs.get(kind.written()));
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
            Offboarding.Item about =
                    left.items().stream()
                            .filter(each -> each.id().equals(item))
                            .findFirst()
                            .orElseThrow(() -> RejectedException.unknown("item"));
            if (about.proof() != null) {
                throw RejectedException.conflict("It is proved already.");
            }
            if (by.equals(person)) {
                throw RejectedException.conflict("Nobody proves their own offboarding.");
            }
            if (readAt.isBefore(left.leftAt())) {
                throw RejectedException.invalid(
                        "That was read before the person left (%s), so it shows nothing."
                                .formatted(left.leftAt()));
            }
            if (readAt.isAfter(now())) {
                throw RejectedException.invalid("That is read in the future.");
            }
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
