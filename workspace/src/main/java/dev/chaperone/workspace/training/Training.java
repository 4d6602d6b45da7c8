// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.workspace.Database;
import dev.chaperone.workspace.Journal;
import dev.chaperone.workspace.Registrar;
import dev.chaperone.workspace.Whom;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.petitions.Oneself;
import dev.chaperone.workspace.tokens.Tokens;

import java.time.Clock;
import java.util.stream.Collectors;

/// The training as a whole: what is taught, who tried, who has to again, who is trained until when.
public record Training(
        Courses courses, Attempts attempts, Retrainings retrainings, Standings standings) {
    /// Puts the courses of a shelf in the place of those of the last start. Before the first
    /// register is put in force: it holds until when people are trained.
    public static Training start(
            Database database,
            Journal journal,
            CourseShelf shelf,
            People people,
            Tokens tokens,
            InForce inForce,
            Clock clock) {
        Courses courses = Courses.start(database, journal, shelf, clock);
        Registrar registrar = new Registrar(database, journal, inForce);
        Standings standings = new Standings(database, courses, people, clock);
        inForce.trainedBy((required, those) ->
                standings.currentUntil(
                        required.stream().map(CourseId::new).collect(Collectors.toSet()),
                        new Whom(those)));
        return new Training(
                courses,
                new Attempts(
                        database,
                        journal,
                        courses,
                        new RetrainingStore(database),
                        new Oneself(people, tokens, "takes a quiz"),
                        registrar,
                        clock),
                new Retrainings(database, courses, people, registrar, clock),
                standings);
    }
}
