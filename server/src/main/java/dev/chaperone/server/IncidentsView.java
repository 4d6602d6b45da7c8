// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.incidents.Field;
import dev.chaperone.workspace.incidents.Incident;
import dev.chaperone.workspace.incidents.Incidents;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The page with all incidents, or with one's own reports.
///
/// @param contact whom to tell at once
/// @param own one's own last requests, to choose from
record IncidentsView(
        String summary, boolean everybody, String contact, List<Row> rows, List<ActivityRow> own) {
    /// An incident.
    record Row(
            String id,
            long number,
            Mark mark,
            String what,
            String tool,
            String reporter,
            Moment reported,
            String decideBy,
            boolean late) {}

    static List<Row> rows(
            List<Incident> incidents, Incidents all, Directory directory, Instant now) {
        Set<PersonId> people = new HashSet<>();
        incidents.forEach(each -> people.addAll(IncidentView.people(each, List.of())));
        Directory.Names names = directory.names(people);
        return incidents.stream()
                .map(each ->
                        new Row(
                                each.id(),
                                each.number(),
                                IncidentView.mark(each.stage()),
                                each.facts().getOrDefault(Field.DESCRIPTION, "Not described yet"),
                                each.facts().getOrDefault(Field.TOOL, "not known"),
                                ProposalView.name(each.reporter(), names),
                                Moment.of(each.reportedAt(), now),
                                each.facts().containsKey(Field.NOTIFICATION)
                                        ? "decided"
                                        : Moment.words(all.decideBy(each)),
                                all.isOverdue(each)))
                .toList();
    }
}
