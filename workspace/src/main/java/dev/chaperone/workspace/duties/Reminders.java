// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.duties;

import dev.chaperone.policy.InForce;
import dev.chaperone.policy.Policy;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.access.Grant;
import dev.chaperone.workspace.access.Grants;
import dev.chaperone.workspace.deliveries.Deliveries;
import dev.chaperone.workspace.deliveries.Notice;
import dev.chaperone.workspace.deliveries.NoticeKind;
import dev.chaperone.workspace.exceptions.RuleException;
import dev.chaperone.workspace.exceptions.RuleExceptions;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.people.Role;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Tells people what they have to do: when it is asked, some days before it is due ([LeadTimes]),
/// on the day, and once a week after. Whoever answers for the policy hears once a week who is late,
/// and managers which of their people are. Nothing is decided here: what is due is due whether or
/// not anybody was reminded, and a run that fell out is made up for by the next.
public final class Reminders {
    private static final DateTimeFormatter WORDS =
            DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private final Duties duties;
    private final RuleExceptions exceptions;
    private final Grants grants;
    private final Deliveries deliveries;
    private final Database database;
    private final Journal journal;
    private final People people;
    private final InForce inForce;
    private final LeadTimes leads;
    private final Clock clock;

    public Reminders(
            Duties duties,
            RuleExceptions exceptions,
            Grants grants,
            Deliveries deliveries,
            Database database,
            Journal journal,
            People people,
            InForce inForce,
            LeadTimes leads,
            Clock clock) {
        this.duties = duties;
        this.exceptions = exceptions;
        this.grants = grants;
        this.deliveries = deliveries;
        this.database = database;
        this.journal = journal;
        this.people = people;
        this.inForce = inForce;
        this.leads = leads;
        this.clock = clock;
    }

    /// Writes what is to be written now.
    ///
    /// @return how many letters
    public int run() {
        Instant now = clock.instant();
        Map<PersonId, List<Duty>> all = duties.all();
        int written = 0;
        for (Map.Entry<PersonId, List<Duty>> each : all.entrySet()) {
            for (Duty duty : each.getValue()) {
                written += remind(each.getKey(), duty, now) ? 1 : 0;
            }
        }
        return written + announceEnds(now) + announceEndsOfGrants(now) + escalate(all, now);
    }

    private boolean remind(PersonId person, Duty duty, Instant now) {
        String stage = stage(duty, now);
        return database.inTransaction(() -> {
            boolean isNew =
                    deliveries.tell(
                            person,
                            new Notice.News(
                                    duty.kind() == Duty.Kind.ANSWER
                                            ? NoticeKind.CASE
                                            : NoticeKind.DUTY,
                                    "remind.%s.%s.%s.%s"
                                            .formatted(
                                                    duty.kind().written(),
                                                    duty.about(),
                                                    duty.due().getEpochSecond(),
                                                    stage),
                                    (duty.isOverdue(now) ? "Overdue: " : "Please: ") + duty.title(),
                                    text(duty, now),
                                    duty.path()));
            if (isNew) {
                journal.record(
                        Actor.SYSTEM,
                        "reminder.written",
                        person.value(),
                        Map.of(
                                "kind", duty.kind().written(),
                                "about", duty.about(),
                                "due", duty.due().toString(),
                                "stage", stage));
            }
            return isNew;
        });
    }

    /// The most urgent stage that is reached; of each one letter is written.
    private String stage(Duty duty, Instant now) {
        if (duty.isOverdue(now)) {
            return "late-" + Duration.between(duty.due(), now).toDays() / 7;
        }
        return leads.stage(duty.due(), now);
    }

    /// Who asked for an exception, and whom it is for, hear before it ends: their prompts will be
    /// refused again.
    private int announceEnds(Instant now) {
        int written = 0;
        for (RuleException each : Page.all((at, limit) -> exceptions.list(null, at, limit))) {
            if (each.state(now) == RuleException.State.ACTIVE) {
                String stage = leads.stage(each.wish().until(), now);
                Set<String> people = new LinkedHashSet<>(Set.of(each.requester()));
                if (each.wish().scope().person() != null) {
                    people.add(each.wish().scope().person().value());
                }
                people.removeIf(person -> !person.startsWith("person_"));
                for (String person : LeadTimes.isFar(stage) ? Set.<String>of() : people) {
                    written += announceEnd(each, new PersonId(person), stage) ? 1 : 0;
                }
            }
        }
        return written;
    }

    /// Who holds a grant hears before it ends, and asks again in time.
    private int announceEndsOfGrants(Instant now) {
        int written = 0;
        for (Grant each : grants.endingBefore(leads.horizon(now))) {
            boolean isNew =
                    deliveries.tell(
                            each.person(),
                            new Notice.News(
                                    NoticeKind.ENDING,
                                    "grant-ends.%s.%s"
                                            .formatted(
                                                    each.access().id(),
                                                    leads.stage(each.access().until(), now)),
                                    "Your access to %s ends soon".formatted(each.access().tool()),
                                    """
                                    Your access to %s under the plan %s ends on %s.
                                    Who needs it longer asks again before: %s/access
                                    """
                                            .formatted(
                                                    each.access().tool(),
                                                    each.access().plan(),
                                                    WORDS.format(
                                                            each.access()
                                                                    .until()
                                                                    .atZone(ZoneId.of("UTC"))),
                                                    inForce.register().pages()),
                                    "/access"));
            written += isNew ? 1 : 0;
        }
        return written;
    }

    private boolean announceEnd(RuleException exception, PersonId to, String stage) {
        return deliveries.tell(
                to,
                new Notice.News(
                        NoticeKind.ENDING,
                        "exception-ends.%s.%s".formatted(exception.id(), stage),
                        "An exception from “%s” ends soon"
                                .formatted(exception.wish().scope().rule()),
                        """
                        The exception from the rule “%s” ends on %s; from then on it refuses again.
                        Who needs it longer asks again before: %s/exceptions
                        """
                                .formatted(
                                        exception.wish().scope().rule(),
                                        WORDS.format(
                                                exception.wish().until().atZone(ZoneId.of("UTC"))),
                                        inForce.register().pages()),
                        "/exceptions"));
    }

    private String text(Duty duty, Instant now) {
        return """
        %s: %s.

        %s %s.
        %s%s

        You get this because of the policy for AI coding assistants of %s.
        """
                .formatted(
                        duty.title(),
                        duty.because(),
                        duty.isOverdue(now) ? "It was due on" : "It is due on",
                        WORDS.format(duty.due().atZone(ZoneId.of("UTC"))),
                        inForce.register().pages(),
                        duty.path(),
                        inForce.policy().organization());
    }

    /// Tells those who answer for the policy, and managers, who is late: names, in their order.
    private int escalate(Map<PersonId, List<Duty>> all, Instant now) {
        List<String> lines = new ArrayList<>();
        Map<PersonId, List<String>> byManager = new HashMap<>();
        for (Person person : people.find(all.keySet())) {
            for (Duty duty : all.getOrDefault(person.id(), List.of())) {
                if (duty.isOverdue(now)) {
                    String line =
                            "- %s <%s>: %s, since %s\n"
                                    .formatted(
                                            person.name(),
                                            person.email(),
                                            duty.title(),
                                            WORDS.format(duty.due().atZone(ZoneId.of("UTC"))));
                    lines.add(line);
                    PersonId manager = person.employment().manager();
                    if (manager != null) {
                        byManager.computeIfAbsent(manager, _ -> new ArrayList<>()).add(line);
                    }
                }
            }
        }
        if (lines.isEmpty()) {
            return 0;
        }
        String week = week(now);
        int written = tellManagers(byManager, week);
        String text = late(lines);
        for (Recipient recipient : recipients()) {
            written +=
                    recipient.write(
                                    deliveries,
                                    "late." + week,
                                    "%d late with the policy for AI coding assistants"
                                            .formatted(lines.size()),
                                    text)
                            ? 1
                            : 0;
        }
        return written;
    }

    /// Whose people are late hears of those alone. Who has left hears nothing.
    private int tellManagers(Map<PersonId, List<String>> byManager, String week) {
        int written = 0;
        for (Person manager : people.find(byManager.keySet())) {
            List<String> lines = byManager.getOrDefault(manager.id(), List.of());
            boolean isNew =
                    manager.active()
                            && deliveries.tell(
                                    manager.id(),
                                    new Notice.News(
                                            NoticeKind.LATE,
                                            "late-people." + week,
                                            "%d of your people late with the policy for AI coding assistants"
                                                    .formatted(lines.size()),
                                            late(lines),
                                            "/acceptable-use"));
            written += isNew ? 1 : 0;
        }
        return written;
    }

    private String late(List<String> lines) {
        lines.sort(Comparator.naturalOrder());
        return """
        Late:
        %s
        Who is late is refused or warned as the policy says; nobody has to do anything for that.
        %s/acceptable-use
        """
                .formatted(String.join("", lines), inForce.register().pages());
    }

    private String week(Instant now) {
        var day = now.atZone(inForce.policy().policy().heading().zone());
        return "%d-%d"
                .formatted(
                        day.get(IsoFields.WEEK_BASED_YEAR),
                        day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
    }

    private interface Recipient {
        boolean write(Deliveries deliveries, String occasion, String subject, String text);
    }

    /// The owner of the policy where that is an address; else administrators and compliance leads.
    private List<Recipient> recipients() {
        Policy policy = inForce.policy().policy();
        String owner = policy.heading().owner();
        if (owner.matches("[^\\s@]+@[^\\s@]+")) {
            return List.of(
                    (to, occasion, subject, text) -> to.mail(occasion, owner, subject, text));
        }
        return people.with(Role.ADMINISTRATOR, Role.COMPLIANCE_LEAD).stream()
                .map(person ->
                        (Recipient)
                                (to, occasion, subject, text) ->
                                        to.tell(
                                                person,
                                                new Notice.News(
                                                        NoticeKind.LATE,
                                                        occasion,
                                                        subject,
                                                        text,
                                                        "/acceptable-use")))
                .toList();
    }
}
