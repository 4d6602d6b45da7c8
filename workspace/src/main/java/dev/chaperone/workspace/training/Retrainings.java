// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Reach;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/// Courses that somebody has to take again: after a violation, a change of role, a return.
public final class Retrainings {
    private final RetrainingStore store;
    private final Courses courses;
    private final People people;
    private final Database database;
    private final Registrar registrar;
    private final Clock clock;

    Retrainings(
            Database database, Courses courses, People people, Registrar registrar, Clock clock) {
        this.registrar = registrar;
        this.store = new RetrainingStore(database);
        this.courses = courses;
        this.people = people;
        this.database = database;
        this.clock = clock;
    }

    /// Asks somebody to take a course again.
    ///
    /// @param due not before now
    /// @throws RejectedException when there is no such person or course
    public Retraining assign(
            PersonId person, CourseId course, Retraining.Reason reason, Instant due, Actor by) {
        courses.existing(course);
        if (people.find(person).isEmpty()) {
            throw RejectedException.unknown("person");
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Instant until = due.truncatedTo(ChronoUnit.MILLIS);
        if (until.isBefore(now)) {
            throw RejectedException.invalid("due lies in the past.");
        }
        String id = OpaqueId.next("retraining");
        Retraining assigned =
                database.inTransaction(() -> {
                    long entry =
                            registrar.record(
                                    new Registrar.Change(
                                            by,
                                            "training.assigned",
                                            id,
                                            Map.of(
                                                    "person", person.value(),
                                                    "course", course.value(),
                                                    "reason", reason.written(),
                                                    "due", until.toString()),
                                            Reach.of(person)));
                    Retraining retraining =
                            new Retraining(
                                    id, person, course, reason, now, by.value(), until, entry);
                    store.insert(retraining);
                    return retraining;
                });
        registrar.publish();
        return assigned;
    }
}
