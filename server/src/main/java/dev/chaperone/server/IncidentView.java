// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.incidents.Field;
import dev.chaperone.workspace.incidents.Incident;
import dev.chaperone.workspace.incidents.Stage;
import dev.chaperone.workspace.incidents.Statement;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The page about one incident.
///
/// @param clock until when to decide whom to tell, in words
/// @param handling whether the reader may state something now
/// @param closing whether the reader may close it now
/// @param missing labels of what is still to be stated
/// @param ended who closed it and when; null while it is open
record IncidentView(
        String id,
        long number,
        int version,
        String reported,
        Mark mark,
        String clock,
        boolean late,
        boolean handling,
        boolean closing,
        List<String> missing,
        List<Step> steps,
        List<Line> history,
        Incident.@Nullable Ticket ticket,
        @Nullable String ended) {

    /// A stage with what is stated for it.
    record Step(String name, String work, Mark mark, boolean done, List<Part> parts) {}

    /// A field.
    ///
    /// @param input `datetime-local`, `choice`, `text` or `lines`
    /// @param value empty while nothing is stated
    /// @param shown the value for people
    record Part(
            String name,
            String label,
            String input,
            List<String> choices,
            String value,
            String shown) {}

    /// What somebody stated.
    record Line(Moment at, String who, String what, String value) {}

    /// What is known around an incident.
    record Around(List<Statement> history, Instant decideBy, boolean late, Directory directory) {}

    static IncidentView of(Incident incident, Around around, SignedIn caller, Instant now) {
        Directory.Names names = around.directory().names(people(incident, around.history()));
        boolean handling = caller.may(Permission.HANDLE_INCIDENTS) && incident.closing() == null;
        Incident.Closing closing = incident.closing();
        return new IncidentView(
                incident.id(),
                incident.number(),
                incident.version(),
                "Reported by %s, %s"
                        .formatted(
                                ProposalView.name(incident.reporter(), names),
                                Moment.words(incident.reportedAt())),
                mark(incident.stage()),
                clock(incident, around, now),
                around.late(),
                handling,
                handling
                        && incident.missing().isEmpty()
                        && !incident.reporter().equals(caller.actor().value())
                        && caller.person() != null,
                incident.missing().stream().map(Field::label).toList(),
                steps(incident),
                around.history().stream()
                        .map(each ->
                                new Line(
                                        Moment.of(each.at(), now),
                                        ProposalView.name(each.by(), names),
                                        each.field().label(),
                                        shown(each.field(), each.value())))
                        .toList()
                        .reversed(),
                incident.ticket(),
                closing == null
                        ? null
                        : "Closed by %s, %s"
                                .formatted(
                                        ProposalView.name(closing.who(), names),
                                        Moment.words(closing.at())));
    }

    static Set<PersonId> people(Incident incident, List<Statement> history) {
        Set<PersonId> people = new HashSet<>();
        List<String> actors = new ArrayList<>(List.of(incident.reporter()));
        history.forEach(each -> actors.add(each.by()));
        if (incident.closing() != null) {
            actors.add(incident.closing().who());
        }
        actors.stream()
                .filter(each -> each.startsWith("person_"))
                .forEach(each -> people.add(new PersonId(each)));
        return people;
    }

    static Mark mark(Stage stage) {
        return switch (stage) {
            case REPORTED -> new Mark("blocked", "warn", "Reported");
            case TRIAGED -> new Mark("warned", "warn", "Not contained");
            case CONTAINED -> new Mark("warned", "wait", "Contained");
            case ASSESSED -> new Mark("warned", "wait", "Assessed");
            case NOTIFIED -> new Mark("redacted", "wait", "Decided whom to tell");
            case CLOSED -> new Mark("allowed", "check", "Closed");
        };
    }

    private static String clock(Incident incident, Around around, Instant now) {
        if (incident.facts().containsKey(Field.NOTIFICATION)) {
            return "Whom to tell is decided.";
        }
        String until = Moment.words(around.decideBy());
        Duration left = Duration.between(now, around.decideBy());
        return around.late()
                ? "Whom to tell should have been decided by " + until + "."
                : "Whom to tell has to be decided by %s: %s left."
                        .formatted(
                                until, Words.count(Math.max(1, left.toHours()), "hour", "hours"));
    }

    private static List<Step> steps(Incident incident) {
        Set<Field> missing = new HashSet<>(incident.missing());
        return Arrays.stream(Stage.values())
                .map(stage -> {
                    List<Field> fields =
                            Arrays.stream(Field.values())
                                    .filter(field -> field.stage() == stage)
                                    .filter(field -> field.isNeeded(incident.facts()))
                                    .toList();
                    long open = fields.stream().filter(missing::contains).count();
                    return new Step(
                            stage.written(),
                            stage.work(),
                            open == 0
                                    ? new Mark("allowed", "check", "Done")
                                    : new Mark("warned", "wait", open + " missing"),
                            open == 0,
                            fields.stream().map(field -> part(field, incident.facts())).toList());
                })
                .toList();
    }

    private static Part part(Field field, Map<Field, String> facts) {
        String value = facts.getOrDefault(field, "");
        return new Part(
                field.written(),
                field.label(),
                switch (field.kind()) {
                    case MOMENT -> "datetime-local";
                    case CHOICE -> "choice";
                    case LINE -> "text";
                    case TEXT -> "lines";
                },
                field.choices(),
                field.kind() == Field.Kind.MOMENT && !value.isEmpty() ? local(value) : value,
                value.isEmpty() ? "" : shown(field, value));
    }

    private static String shown(Field field, String value) {
        return field.kind() == Field.Kind.MOMENT ? Moment.words(Instant.parse(value)) : value;
    }

    /// Whether the form shows this for a moment.
    static boolean shows(Incident incident, Field field, String value) {
        String stated = incident.facts().get(field);
        return field.kind() == Field.Kind.MOMENT && stated != null && local(stated).equals(value);
    }

    /// As browsers write a moment without a zone; it is UTC here.
    private static String local(String instant) {
        return instant.substring(0, "2026-11-30T20:00".length());
    }
}
