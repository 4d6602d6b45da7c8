// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.policy.InForce;
import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Actor;
import dev.chaperone.workspace.TestWorkspace;
import dev.chaperone.workspace.people.NewPerson;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Role;
import dev.chaperone.workspace.petitions.Party;
import dev.chaperone.workspace.tokens.Tokens;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A company with one course of its own, `robots`, and somebody who knows all answers.
final class TrainingSite implements AutoCloseable {
    static final CourseId ROBOTS = new CourseId("robots");
    static final Set<CourseId> ROBOTS_ONLY = Set.of(ROBOTS);

    private final TestWorkspace workspace;
    private final InForce inForce;
    private final CourseFolder folder;
    private final People people;
    private final Tokens tokens;
    private Training training;

    private TrainingSite(Path directory, TestWorkspace workspace, InForce inForce)
            throws CourseException, IOException {
        this.workspace = workspace;
        this.inForce = inForce;
        folder = CourseFolder.in(directory.resolve("courses")).fine(ROBOTS.value());
        people = new People(workspace.database(), workspace.journal(), inForce, workspace.clock());
        tokens = new Tokens(workspace.database(), workspace.journal(), inForce, workspace.clock());
        training = started();
    }

    static TrainingSite open(Path directory) throws CourseException, IOException {
        TestWorkspace workspace = TestWorkspace.open(directory.resolve("ledger"));
        return new TrainingSite(directory, workspace, workspace.inForce());
    }

    /// In a workspace with a policy of its own.
    static TrainingSite in(Path directory, TestWorkspace workspace, InForce inForce)
            throws CourseException, IOException {
        return new TrainingSite(directory, workspace, inForce);
    }

    private Training started() throws CourseException, IOException {
        return Training.start(
                workspace.database(),
                workspace.journal(),
                folder.shelf(),
                people,
                tokens,
                inForce,
                workspace.clock());
    }

    /// Starts again with other words in `course.yaml`.
    void teach(String before, String after) throws CourseException, IOException {
        folder.file("robots/course.yaml", CourseFolder.COURSE.replace(before, after));
        training = started();
    }

    TestWorkspace workspace() {
        return workspace;
    }

    People people() {
        return people;
    }

    Tokens tokens() {
        return tokens;
    }

    Courses courses() {
        return training.courses();
    }

    Attempts attempts() {
        return training.attempts();
    }

    Standings standings() {
        return training.standings();
    }

    Retrainings retrainings() {
        return training.retrainings();
    }

    PersonId person(String account, Role role) {
        return people.create(
                        new NewPerson(account + "@northwind.example", account, role, List.of()),
                        Actor.SYSTEM)
                .id();
    }

    PersonId developer(String account) {
        return person(account, Role.DEVELOPER);
    }

    Standing standing(PersonId person) {
        return standings().of(person, ROBOTS_ONLY).getFirst();
    }

    /// All right, or all wrong.
    Map<Integer, Set<Integer>> answers(Attempt attempt, boolean right) {
        Map<Integer, Set<Integer>> answers = new HashMap<>();
        for (int i = 0; i < attempt.questions().size(); i++) {
            Attempt.Shown shown = attempt.questions().get(i);
            Question question =
                    courses().existing(attempt.course()).questions().stream()
                            .filter(each -> each.id().equals(shown.question()))
                            .findFirst()
                            .orElseThrow();
            Set<Integer> places = new TreeSet<>();
            for (String letter : question.choices().keySet()) {
                if (question.right().contains(letter) == right) {
                    places.add(shown.choices().indexOf(letter) + 1);
                }
            }
            answers.put(i + 1, right ? places : Set.of(places.iterator().next()));
        }
        return answers;
    }

    Attempt take(PersonId person, boolean right) {
        Attempt attempt = attempts().start(ROBOTS, Party.signedIn(person)).attempt();
        return attempts()
                .submit(attempt.id(), answers(attempt, right), Party.signedIn(person))
                .attempt();
    }

    @Override
    public void close() throws IOException {
        workspace.close();
    }
}
