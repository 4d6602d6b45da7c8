// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.holds;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.ledger.LedgerDamagedException;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// The holds as the ledger tells them. It is read once from its beginning, and from then on only
/// what has come since.
final class RecordedHolds {
    /// How the entries that matter begin; all others are passed over by their first bytes.
    private static final byte[] BEGINNING =
            "{\"action\":\"capture.h".getBytes(StandardCharsets.US_ASCII);

    private static final int AT_ONCE = 1_000;
    private static final String EVERYBODY = "everybody";
    private static final Logger LOG = LoggerFactory.getLogger(RecordedHolds.class);

    private final Ledger ledger;
    private final Map<String, Hold> holds = new LinkedHashMap<>(); // guarded by this
    private long next; // guarded by this

    RecordedHolds(Ledger ledger) {
        this.ledger = ledger;
    }

    /// Whom a hold covers, as its entries name it.
    static String scope(@Nullable PersonId person) {
        return person == null ? EVERYBODY : person.value();
    }

    /// All holds that were ever asked for, up to the newest entry, the oldest first.
    ///
    /// @throws UncheckedIOException when the ledger can not be read now
    synchronized List<Hold> all() {
        next = Math.max(next, ledger.first());
        long size = ledger.size();
        while (next < size) {
            List<byte[]> entries = read(AT_ONCE);
            if (entries.isEmpty()) {
                // Somewhere among them is damage, which must not hide the others.
                entries = read(1);
                if (entries.isEmpty()) {
                    LOG.error("Entry {} can not be read; it may have been about a hold", next);
                    next++;
                }
            }
            entries.forEach(this::take);
            next += entries.size();
        }
        return List.copyOf(holds.values());
    }

    private List<byte[]> read(int limit) {
        try {
            return ledger.read(next, limit);
        } catch (LedgerDamagedException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void take(byte[] entry) {
        boolean matters =
                entry.length > BEGINNING.length
                        && Arrays.equals(
                                entry, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
        try {
            if (matters && Leaves.read(entry) instanceof Event.Administered step) {
                Hold after = after(holds.get(step.subject()), step);
                if (after != null) {
                    holds.put(step.subject(), after);
                }
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            LOG.error("An entry about a hold is not understood; a newer version wrote it", e);
        }
    }

    private static @Nullable Hold after(@Nullable Hold before, Event.Administered step) {
        if (step.action().equals("capture.hold-requested")) {
            return asked(step);
        }
        if (before == null) {
            return null; // its beginning was pruned
        }
        return switch (step.action()) {
            case "capture.held" -> decided(before, step, true);
            case "capture.hold-refused" -> decided(before, step, false);
            case "capture.hold-release-requested" -> released(before, wish(step));
            case "capture.hold-released" -> releaseDecided(before, step, true);
            case "capture.hold-release-refused" -> releaseDecided(before, step, false);
            default -> before;
        };
    }

    private static Hold asked(Event.Administered step) {
        SortedMap<String, String> details = step.details();
        String scope = details.getOrDefault("scope", EVERYBODY);
        return new Hold(
                step.subject(),
                scope.equals(EVERYBODY) ? null : new PersonId(scope),
                LocalDate.parse(details.getOrDefault("review", "")),
                wish(step),
                null);
    }

    private static Petition wish(Event.Administered step) {
        return new Petition(
                step.details().getOrDefault("reason", ""),
                new PersonId(step.actor()),
                step.details().get("token"),
                step.at(),
                null);
    }

    private static Petition decided(Petition wish, Event.Administered step, boolean approved) {
        return wish.verdict() != null
                ? wish
                : new Petition(
                        wish.reason(),
                        wish.askedBy(),
                        wish.askedWith(),
                        wish.askedAt(),
                        new Petition.Verdict(approved, new PersonId(step.actor()), step.at()));
    }

    private static Hold decided(Hold hold, Event.Administered step, boolean approved) {
        return new Hold(
                hold.id(),
                hold.person(),
                hold.review(),
                decided(hold.wish(), step, approved),
                hold.release());
    }

    private static Hold released(Hold hold, Petition release) {
        return new Hold(hold.id(), hold.person(), hold.review(), hold.wish(), release);
    }

    private static Hold releaseDecided(Hold hold, Event.Administered step, boolean approved) {
        Petition release = hold.release();
        return release == null ? hold : released(hold, decided(release, step, approved));
    }
}
