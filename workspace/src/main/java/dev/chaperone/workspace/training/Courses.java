// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.training.CourseTerms.Audience;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The courses that are taught. Which version of which is taught since when is in the ledger; the
/// bytes of every version stay in the database, so that it can be read again what somebody learned.
public final class Courses {
    private final PublicationStore store;
    private final CourseShelf shelf;
    private final Map<CourseId, List<Publication>> publications;

    private Courses(
            PublicationStore store,
            CourseShelf shelf,
            Map<CourseId, List<Publication>> publications) {
        this.store = store;
        this.shelf = shelf;
        this.publications = publications;
    }

    /// Puts the courses of a shelf in the place of those of the last start, and records what
    /// changes.
    public static Courses start(
            Database database, Journal journal, CourseShelf shelf, Clock clock) {
        PublicationStore store = new PublicationStore(database);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        database.inTransaction(() -> {
            store.lock();
            Map<CourseId, List<Publication>> before = byCourse(store.all());
            shelf.volumes()
                    .forEach((id, volume) -> {
                        List<Publication> known = before.getOrDefault(id, List.of());
                        if (known.isEmpty()
                                || !known.getLast().version().equals(volume.course().version())) {
                            long entry =
                                    journal.record(
                                            Actor.SYSTEM,
                                            "course.published",
                                            id.value(),
                                            details(volume.course(), known));
                            store.insert(volume, now, entry);
                        }
                    });
            return true;
        });
        return new Courses(store, shelf, byCourse(store.all()));
    }

    private static Map<String, String> details(Course course, List<Publication> former) {
        Map<String, String> details = new TreeMap<>();
        details.put("version", course.version().toString());
        details.put("retrain", Boolean.toString(course.terms().retrain()));
        details.put("days", Integer.toString(course.terms().daysToComplete()));
        if (!former.isEmpty()) {
            details.put("former", former.getLast().version().toString());
        }
        return details;
    }

    private static Map<CourseId, List<Publication>> byCourse(List<Publication> all) {
        Map<CourseId, List<Publication>> byCourse = new HashMap<>();
        for (Publication each : all) {
            byCourse.computeIfAbsent(each.course(), _ -> new ArrayList<>()).add(each);
        }
        return byCourse;
    }

    /// All of them, by id.
    public List<Course> list() {
        return shelf.courses();
    }

    public Optional<Course> find(CourseId id) {
        return shelf.find(id);
    }

    /// The course with this id.
    ///
    /// @throws RejectedException when there is none
    public Course existing(CourseId id) {
        return find(id).orElseThrow(() -> RejectedException.unknown("course"));
    }

    /// A version that was taught at some time; empty when this version of the product can not read
    /// it.
    Optional<Course> find(CourseId id, Digest version) {
        Optional<Course> now = find(id).filter(course -> course.version().equals(version));
        return now.isPresent()
                ? now
                : store.content(id, version)
                        .flatMap(CourseFiles::read)
                        .filter(files -> files.version().equals(version))
                        .flatMap(files -> CourseReader.readAgain(id, files));
    }

    /// When a course became another one, the oldest first.
    List<Publication> publications(CourseId id) {
        return publications.getOrDefault(id, List.of());
    }

    /// What is asked of everybody with a role: developers' courses of developers and team leads,
    /// administrators' of administrators and compliance leads, approvers' of all who approve.
    /// Reviewing is no role of the workspace, so its courses are open to everybody and asked of
    /// nobody here; a policy can ask more.
    public Set<CourseId> requiredOf(Role role) {
        return list().stream()
                .filter(course ->
                        course.terms().audience().stream()
                                .anyMatch(audience -> concerns(audience, role)))
                .map(Course::id)
                .collect(Collectors.toSet());
    }

    private static boolean concerns(Audience audience, Role role) {
        return switch (audience) {
            case DEVELOPER -> role == Role.DEVELOPER || role == Role.TEAM_LEAD;
            case ADMINISTRATOR -> role == Role.ADMINISTRATOR || role == Role.COMPLIANCE_LEAD;
            case APPROVER ->
                    role == Role.ADMINISTRATOR
                            || role == Role.COMPLIANCE_LEAD
                            || role == Role.APPROVER;
            case REVIEWER -> false;
        };
    }
}
