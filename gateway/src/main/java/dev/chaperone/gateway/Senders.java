// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.Register;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Set;
import java.util.TreeMap;

/// Those who report of themselves, by telemetry or hooks: what of them was heard lately, how much
/// they may have recorded, which records came before, and where they work.
///
/// Who sends nothing that is worth a record gives a sign of life: an entry that says only that
/// somebody was heard, at most one in a quarter of an hour. One for all event loops.
final class Senders {
    /// So long one entry is sign enough.
    static final Duration SIGN = Duration.ofMinutes(15);

    /// Entries that a person's telemetry may cause at once, and in the long run in a second.
    static final int BURST = 500;

    static final int PER_SECOND = 20;

    private static final int MOST_SENDERS = 50_000;
    private static final int MOST_RECORDS = 200_000;
    private static final Duration REMEMBERED = Duration.ofHours(1);
    private static final Logger LOG = LoggerFactory.getLogger(Senders.class);

    private final Ledger ledger;
    private final Clock clock;
    private final Cache<Sender, Instant> heard = cache(MOST_SENDERS, SIGN.multipliedBy(2));
    private final Cache<String, Boolean> records = cache(MOST_RECORDS, REMEMBERED);
    private final Workplaces workplaces = new Workplaces();
    private final Cache<PersonId, Allowance> allowances = cache(MOST_SENDERS, REMEMBERED);

    Senders(Ledger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    private static <K, V> Cache<K, V> cache(int most, Duration kept) {
        return Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(kept)
                .executor(Runnable::run)
                .build();
    }

    /// Who was heard, and by which way in.
    ///
    /// @param tool null when it is none of the catalogue
    /// @param session as it may be recorded
    record Sender(
            Event.Source source,
            @Nullable ToolId tool,
            PersonId person,
            @Nullable String session) {}

    /// Where they work.
    Workplaces workplaces() {
        return workplaces;
    }

    /// Notes that an entry says so already.
    void recorded(Sender sender) {
        heard.put(sender, clock.instant());
    }

    /// Records that somebody was heard, unless an entry says so already. Nobody waits for it.
    void heard(Sender sender, Register.Credential by) {
        Instant now = clock.instant();
        Instant before = heard.getIfPresent(sender);
        if (before != null && now.isBefore(before.plus(SIGN))) {
            return;
        }
        heard.put(sender, now);
        var _ =
                ledger.appendSoon(Leaves.write(sign(sender, by, now)))
                        .whenComplete((_, lost) -> {
                            if (lost != null) {
                                LOG.warn("A sign of life is not recorded: {}", lost.getMessage());
                                heard.invalidate(sender);
                            }
                        });
    }

    private static Event sign(Sender sender, Register.Credential by, Instant now) {
        TreeMap<String, String> details = new TreeMap<>();
        details.put("source", sender.source().written());
        details.put("token", by.id());
        if (sender.tool() != null) {
            details.put("tool", sender.tool().value());
        }
        if (sender.session() != null) {
            details.put("session", sender.session());
        }
        return new Event.Administered(
                "system",
                now.truncatedTo(ChronoUnit.MILLIS),
                "source.heard",
                sender.person().value(),
                details);
    }

    /// Whether a record comes for the first time; an exporter that heard no answer sends again.
    boolean isNew(String record) {
        return records.asMap().putIfAbsent(record, true) == null;
    }

    /// Lets records come again that could not be recorded.
    void forget(Set<String> those) {
        records.invalidateAll(those);
    }

    /// Whether a person's telemetry may cause entries now.
    boolean mayReport(PersonId person) {
        return allowance(person).left(clock.instant()) >= 1;
    }

    /// Takes entries off what a person's telemetry may cause; more than is left delays the next.
    void took(PersonId person, Collection<?> entries) {
        allowance(person).take(entries.size());
    }

    private Allowance allowance(PersonId person) {
        return allowances.get(person, _ -> new Allowance(clock.instant()));
    }

    private static final class Allowance {
        private double left = BURST;
        private Instant filled;

        Allowance(Instant now) {
            this.filled = now;
        }

        synchronized double left(Instant now) {
            Duration since = Duration.between(filled, now);
            // A clock that was set back gives nothing and takes nothing.
            if (since.isPositive()) {
                left = Math.min(BURST, left + since.toNanos() / 1e9 * PER_SECOND);
            }
            filled = now;
            return left;
        }

        synchronized void take(int entries) {
            left -= entries;
        }
    }
}
