// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.settings;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The settings that Claude Code gets from here, for each group of people. What is served, and from
/// when on, is in the ledger before it is served.
public final class ManagedSettings {
    private static final String SUBJECT = "claude-code";

    /// Clients ask for changes about once an hour.
    private static final Duration GRACE = Duration.ofHours(1);

    /// A client that is used says something with every prompt.
    private static final Duration TOLD = Duration.ofDays(1);

    private final SettingsStore store;
    private final List<ServedSettings> served;
    private final Clock clock;

    private ManagedSettings(SettingsStore store, List<ServedSettings> served, Clock clock) {
        this.store = store;
        this.served = List.copyOf(served);
        this.clock = clock;
    }

    /// Puts settings in force, in place of those of the last start, and records what changes.
    ///
    /// @param served in order: the first that is for one of a person's teams is theirs
    public static ManagedSettings start(
            Database database, Journal journal, List<ServedSettings> served, Clock clock) {
        SettingsStore store = new SettingsStore(database);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Set<String> audiences =
                served.stream().map(ServedSettings::audience).collect(Collectors.toSet());
        for (String gone : store.audiences()) {
            if (!audiences.contains(gone)) {
                withdraw(database, journal, gone, now);
            }
        }
        for (ServedSettings each : served) {
            List<SettingsStore.Served> before = store.newest(each.audience());
            String checksum = each.checksum().toString();
            if (before.isEmpty() || !checksum.equals(before.getFirst().checksum())) {
                publish(database, journal, each, now);
            }
        }
        return new ManagedSettings(store, served, clock);
    }

    private static void publish(
            Database database, Journal journal, ServedSettings settings, Instant now) {
        String checksum = settings.checksum().toString();
        database.inTransaction(() -> {
            long entry =
                    journal.record(
                            Actor.SYSTEM,
                            "managed-settings.published",
                            SUBJECT,
                            Map.of(
                                    "teams",
                                    settings.audience(),
                                    "checksum",
                                    checksum,
                                    "keys",
                                    settings.keys()));
            new SettingsStore(database)
                    .put(settings.audience(), checksum, settings.text(), now, entry);
            return true;
        });
    }

    private static void withdraw(Database database, Journal journal, String audience, Instant now) {
        database.inTransaction(() -> {
            long entry =
                    journal.record(
                            Actor.SYSTEM,
                            "managed-settings.withdrawn",
                            SUBJECT,
                            Map.of("teams", audience));
            new SettingsStore(database).put(audience, null, null, now, entry);
            return true;
        });
    }

    /// The settings of somebody of these teams. A memory read.
    public Optional<ServedSettings> of(Collection<String> teams) {
        return served.stream().filter(each -> each.isFor(teams)).findFirst();
    }

    /// A person's client says which settings it follows.
    ///
    /// @param checksum as it wrote it
    public void told(PersonId person, String checksum) {
        store.report(
                person,
                new SettingsStore.Report(checksum, clock.instant().truncatedTo(ChronoUnit.MILLIS)));
    }

    /// What a person's client said last, held against what is served.
    public Posture posture(PersonId person, Collection<String> teams) {
        return store.report(person)
                .map(report -> new Posture(standing(report, teams), report.at()))
                .orElseGet(() -> new Posture(Posture.Standing.NOT_TOLD, null));
    }

    private Posture.Standing standing(SettingsStore.Report report, Collection<String> teams) {
        if (report.at().plus(TOLD).isBefore(clock.instant())) {
            return Posture.Standing.NOT_TOLD;
        }
        ServedSettings theirs = of(teams).orElse(null);
        if (theirs == null) {
            return Posture.Standing.OTHER;
        }
        if (report.checksum().equals(theirs.checksum().toString())) {
            return Posture.Standing.CURRENT;
        }
        List<SettingsStore.Served> newest = store.newest(theirs.audience());
        boolean previous =
                newest.size() == 2
                        && report.checksum().equals(newest.get(1).checksum())
                        && report.at().isBefore(newest.getFirst().since().plus(GRACE));
        return previous ? Posture.Standing.PREVIOUS : Posture.Standing.OTHER;
    }
}
