// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.deliveries.Preference;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Writes one letter a day or a week to those who want it so, with everything that they have to do
/// and what else came since. What somebody has to do is worked out when the letter is written; a
/// letter with nothing in it is not written. Days begin at seven in the morning where the company
/// is, weeks on Monday. However often it runs, each person gets one letter for each of them.
public final class Digests {
    private static final Duration MORNING = Duration.ofHours(7);
    private static final DateTimeFormatter WORDS =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private final Duties duties;
    private final Deliveries deliveries;
    private final Database database;
    private final Journal journal;
    private final InForce inForce;
    private final Clock clock;

    public Digests(
            Duties duties,
            Deliveries deliveries,
            Database database,
            Journal journal,
            InForce inForce,
            Clock clock) {
        this.duties = duties;
        this.deliveries = deliveries;
        this.database = database;
        this.journal = journal;
        this.inForce = inForce;
        this.clock = clock;
    }

    /// Writes what is to be written now.
    ///
    /// @return how many letters
    public int run() {
        if (!deliveries.mails()) {
            return 0;
        }
        return run(Preference.Rhythm.DAILY) + run(Preference.Rhythm.WEEKLY);
    }

    private int run(Preference.Rhythm rhythm) {
        int written = 0;
        for (PersonId person : deliveries.notices().gathering(rhythm)) {
            written += write(person, rhythm) ? 1 : 0;
        }
        return written;
    }

    private boolean write(PersonId person, Preference.Rhythm rhythm) {
        Instant now = clock.instant();
        return database.inTransaction(() -> {
            Preference ofDuties = deliveries.notices().preference(person, NoticeKind.DUTY);
            List<Duty> open =
                    ofDuties.mail() && ofDuties.rhythm() == rhythm
                            ? duties.of(person).stream()
                                    .filter(each -> each.kind() != Duty.Kind.ANSWER)
                                    .toList()
                            : List.of();
            List<Notice> waiting = deliveries.notices().waiting(person, rhythm);
            if (open.isEmpty() && waiting.isEmpty()) {
                return false;
            }
            String period = period(now, rhythm);
            boolean isNew =
                    deliveries.mail(
                            "digest.%s.%s".formatted(rhythm.written(), period),
                            person,
                            subject(open, waiting, now),
                            text(open, waiting, now));
            if (isNew) {
                deliveries.notices().gathered(waiting);
                journal.record(
                        Actor.SYSTEM,
                        "digest.written",
                        person.value(),
                        Map.of(
                                "rhythm", rhythm.written(),
                                "period", period,
                                "duties", Integer.toString(open.size()),
                                "notices", Integer.toString(waiting.size())));
            }
            return isNew;
        });
    }

    /// The day or week that a moment belongs to.
    private String period(Instant now, Preference.Rhythm rhythm) {
        ZonedDateTime at = now.atZone(zone()).minus(MORNING);
        return rhythm == Preference.Rhythm.DAILY
                ? at.toLocalDate().toString()
                : "%d-W%02d"
                        .formatted(
                                at.get(IsoFields.WEEK_BASED_YEAR),
                                at.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private ZoneId zone() {
        return inForce.policy().policy().heading().zone();
    }

    private static String subject(List<Duty> open, List<Notice> waiting, Instant now) {
        long late = open.stream().filter(each -> each.isOverdue(now)).count();
        String news = waiting.isEmpty() ? "" : ", %d news".formatted(waiting.size());
        return "Chaperone: %d to do%s%s"
                .formatted(open.size(), late == 0 ? "" : ", %d late".formatted(late), news);
    }

    private String text(List<Duty> open, List<Notice> waiting, Instant now) {
        String pages = inForce.register().pages();
        StringBuilder text = new StringBuilder();
        if (!open.isEmpty()) {
            text.append("To do:\n");
            for (Duty each : open) {
                text.append(
                        "- %s: %s. %s %s.\n  %s%s\n"
                                .formatted(
                                        each.title(),
                                        each.because(),
                                        each.isOverdue(now) ? "It was due on" : "It is due on",
                                        WORDS.format(each.due().atZone(ZoneId.of("UTC"))),
                                        pages,
                                        each.path()));
            }
        }
        if (!waiting.isEmpty()) {
            text.append("\nNews:\n");
            for (Notice each : waiting) {
                text.append("- %s\n  %s%s\n".formatted(each.title(), pages, each.path()));
            }
        }
        return text.append("\nHow you hear of this: ")
                .append(pages)
                .append("/notifications#preferences\n")
                .toString();
    }
}
