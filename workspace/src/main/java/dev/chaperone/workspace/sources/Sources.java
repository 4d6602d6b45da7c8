// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sources;

import dev.chaperone.ledger.Event.Source;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.activity.Sighting;
import dev.chaperone.workspace.activity.Sightings;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The ways in by which assistants report of themselves: who was heard and when, and what is not as
/// it should be. All of it is derived when somebody reads it; nothing has to run for it.
public final class Sources {
    /// How far back is looked.
    public static final Duration WINDOW = Duration.ofDays(30);

    /// Telemetry comes later than the request it tells of.
    public static final Duration GRACE = Duration.ofMinutes(15);

    /// Modes of the assistants in which nobody is asked before a command runs or a file is written.
    private static final Set<String> ASKING_NOBODY = Set.of("bypassPermissions", "yolo");

    private final Sightings sightings;
    private final People people;
    private final Expected expected;
    private final Clock clock;

    public Sources(Sightings sightings, People people, Expected expected, Clock clock) {
        this.sightings = sightings;
        this.people = people;
        this.expected = expected;
        this.clock = clock;
    }

    /// Everything at this moment.
    public Overview overview() {
        Instant now = clock.instant();
        List<Sender> senders = senders(now);
        List<Finding> findings = new ArrayList<>();
        List<Look> looks = new ArrayList<>();
        for (ToolId tool : sorted(expected.telemetry())) {
            look(Finding.Kind.SESSION_NOT_REPORTED, tool, senders, now, findings, looks);
        }
        for (ToolId tool : sorted(expected.gateway())) {
            look(Finding.Kind.SESSION_PAST_THE_GATEWAY, tool, senders, now, findings, looks);
        }
        silent(senders, findings, looks);
        List<Sighting> permissions = sightings.permissions();
        permissions(permissions, senders, now, findings, looks);
        findings.sort(
                Comparator.comparing(
                                Finding::since,
                                Comparator.nullsFirst(Comparator.<Instant>naturalOrder()))
                        .reversed());
        return new Overview(now, senders, findings, looks, sightings.servers(), permissions);
    }

    private static List<ToolId> sorted(Set<ToolId> tools) {
        return tools.stream().sorted(Comparator.comparing(ToolId::value)).toList();
    }

    private List<Sender> senders(Instant now) {
        List<Sighting> heard = sightings.senders();
        Set<PersonId> active = active(heard);
        boolean current = sightings.areCurrent();
        List<Sender> senders = new ArrayList<>();
        Set<ToolId> missing = new TreeSet<>(Comparator.comparing(ToolId::value));
        missing.addAll(expected.telemetry());
        for (Sighting each : heard) {
            missing.remove(each.tool());
            boolean late = each.last().isBefore(now.minus(expected.interval()));
            Sender.State state =
                    !active.contains(each.person())
                            ? Sender.State.ENDED
                            : late
                                    ? Sender.State.SILENT
                                    : current ? Sender.State.OK : Sender.State.NO_DATA;
            senders.add(
                    new Sender(
                            each.source(),
                            each.tool(),
                            each.person(),
                            each.first(),
                            each.last(),
                            expected.interval(),
                            state));
        }
        for (ToolId tool : missing) {
            senders.add(
                    new Sender(
                            Source.TELEMETRY,
                            tool,
                            null,
                            null,
                            null,
                            expected.interval(),
                            Sender.State.NO_DATA));
        }
        return senders;
    }

    private Set<PersonId> active(List<Sighting> heard) {
        Set<PersonId> all = new HashSet<>();
        heard.forEach(each -> all.add(each.person()));
        Set<PersonId> active = new HashSet<>();
        for (Person person : people.find(all)) {
            if (person.active()) {
                active.add(person.id());
            }
        }
        return active;
    }

    /// Sessions that one side has seen and the other has not. When nobody reports for a tool, none
    /// of its sessions says anything.
    private void look(
            Finding.Kind kind,
            ToolId tool,
            List<Sender> senders,
            Instant now,
            List<Finding> findings,
            List<Look> looks) {
        boolean reported = kind == Finding.Kind.SESSION_NOT_REPORTED;
        boolean heard =
                senders.stream()
                        .anyMatch(each ->
                                tool.equals(each.tool())
                                        && each.state() == Sender.State.OK
                                        && (reported || each.source() == Source.TELEMETRY));
        if (!heard) {
            looks.add(
                    Look.noData(
                            kind,
                            tool,
                            "nobody who reports for this tool was heard within "
                                    + expected.interval().toHours()
                                    + " hours"));
            return;
        }
        List<Sighting> alone =
                reported
                        ? alone(
                                Set.of(Source.GATEWAY, Source.PROXY),
                                Set.of(Source.TELEMETRY, Source.HOOK),
                                tool,
                                now)
                        : alone(
                                Set.of(Source.TELEMETRY),
                                Set.of(Source.GATEWAY, Source.PROXY, Source.HOOK),
                                tool,
                                now);
        for (Sighting each : alone) {
            findings.add(new Finding(kind, tool, each.person(), each.name(), null, each.first()));
        }
        looks.add(Look.of(kind, tool, alone.size()));
    }

    private List<Sighting> alone(Set<Source> here, Set<Source> notThere, ToolId tool, Instant now) {
        return sightings.sessionsOnlyAt(
                here, notThere, Set.of(tool), now.minus(WINDOW), now.minus(GRACE));
    }

    private static void silent(List<Sender> senders, List<Finding> findings, List<Look> looks) {
        int silent = 0;
        int never = 0;
        for (Sender each : senders) {
            if (each.state() == Sender.State.SILENT) {
                silent++;
                findings.add(
                        new Finding(
                                Finding.Kind.SENDER_SILENT,
                                each.tool(),
                                each.person(),
                                null,
                                each.source().written(),
                                each.last()));
            } else if (each.person() == null) {
                never++;
                findings.add(
                        new Finding(
                                Finding.Kind.SENDER_NEVER_HEARD,
                                each.tool(),
                                null,
                                null,
                                each.source().written(),
                                null));
            }
        }
        if (senders.isEmpty()) {
            looks.add(
                    Look.noData(
                            Finding.Kind.SENDER_SILENT,
                            null,
                            "nobody reports, and nobody is" + " expected to"));
            return;
        }
        looks.add(Look.of(Finding.Kind.SENDER_SILENT, null, silent));
        looks.add(Look.of(Finding.Kind.SENDER_NEVER_HEARD, null, never));
    }

    private static void permissions(
            List<Sighting> permissions,
            List<Sender> senders,
            Instant now,
            List<Finding> findings,
            List<Look> looks) {
        if (senders.stream().noneMatch(each -> each.state() == Sender.State.OK)) {
            looks.add(
                    Look.noData(
                            Finding.Kind.ASKS_NOBODY,
                            null,
                            "no sender was heard within its interval"));
            return;
        }
        int found = 0;
        for (Sighting each : permissions) {
            if (ASKING_NOBODY.contains(each.name()) && each.last().isAfter(now.minus(WINDOW))) {
                found++;
                findings.add(
                        new Finding(
                                Finding.Kind.ASKS_NOBODY,
                                each.tool(),
                                each.person(),
                                null,
                                each.name(),
                                each.first()));
            }
        }
        looks.add(Look.of(Finding.Kind.ASKS_NOBODY, null, found));
    }
}
