// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.tokens.Tokens;

import java.time.Clock;

/// The training as a whole: what is taught, who tried, who has to again, who is trained until when.
public record Training(
        Courses courses, Attempts attempts, Retrainings retrainings, Standings standings) {
    /// Puts the courses of a shelf in the place of those of the last start.
    public static Training start(
            Database database,
            Journal journal,
            CourseShelf shelf,
            People people,
            Tokens tokens,
            Clock clock) {
        Courses courses = Courses.start(database, journal, shelf, clock);
        return new Training(
                courses,
                new Attempts(
                        database,
                        journal,
                        courses,
                        new RetrainingStore(database),
                        new Oneself(people, tokens),
                        clock),
                new Retrainings(database, journal, courses, people, clock),
                new Standings(database, courses, people, clock));
    }
}
