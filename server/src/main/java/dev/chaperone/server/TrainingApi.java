// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.Page;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.people.Person;
import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Attempts;
import dev.chaperone.workspace.training.Certificate;
import dev.chaperone.workspace.training.Retraining;
import dev.chaperone.workspace.training.Sheet;
import dev.chaperone.workspace.training.Training;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// Quizzes and what came of them. People see their own; whoever answers for all sees all.
@RestController
class TrainingApi {
    private final Training training;
    private final Attempts attempts;
    private final People people;
    private final Clock clock;

    TrainingApi(Training training, People people, Clock clock) {
        this.training = training;
        this.attempts = training.attempts();
        this.people = people;
        this.clock = clock;
    }

    /// Which course is to be tried.
    record StartRequest(@Nullable String course) {}

    /// What was chosen, for every question.
    record SubmitRequest(@Nullable List<@Nullable AnswerRequest> answers) {}

    /// An answer.
    ///
    /// @param question its number
    /// @param choices their numbers
    record AnswerRequest(int question, @Nullable List<@Nullable Integer> choices) {}

    /// Somebody has to take a course again.
    ///
    /// @param person id or e-mail address
    /// @param reason `violation`, `role-change`, `return` or `other`
    /// @param due a time or a day
    record RetrainingRequest(
            @Nullable String person,
            @Nullable String course,
            @Nullable String reason,
            @Nullable String due) {}

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/api/v1/training")
    Page<TrainingJson.AttemptJson> list(
            @RequestParam(required = false) @Nullable String person,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "100") int limit,
            SignedIn caller) {
        Instant now = clock.instant();
        Page<Attempt> page = attempts.list(whose(person, caller), cursor, limit);
        return new Page<>(
                page.items().stream()
                        .map(attempt -> TrainingJson.AttemptJson.of(attempt, now))
                        .toList(),
                page.next());
    }

    /// Null for everybody.
    private @Nullable PersonId whose(@Nullable String person, SignedIn caller) {
        if (!caller.may(Permission.READ_TRAINING)) {
            PersonId own = caller.themselves().person();
            if (person != null && !person(person).id().equals(own)) {
                throw new ForbiddenException("You see your own attempts only.");
            }
            return own;
        }
        return person == null ? null : person(person).id();
    }

    private Person person(String idOrEmail) {
        return people.find(idOrEmail).orElseThrow(() -> RejectedException.unknown("person"));
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/api/v1/training/{id}")
    TrainingJson.SheetJson show(@PathVariable String id, SignedIn caller) {
        Attempt attempt =
                attempts.find(id)
                        .filter(found -> mayRead(found, caller, clock.instant()))
                        .orElseThrow(() -> RejectedException.unknown("attempt"));
        Sheet sheet =
                attempts.sheet(attempt)
                        .orElseThrow(() ->
                                RejectedException.conflict(
                                        "This version can not read the course as it was then."));
        return TrainingJson.SheetJson.of(sheet, clock.instant());
    }

    /// Questions that can still be answered are for whoever answers them.
    static boolean mayRead(Attempt attempt, SignedIn caller, Instant now) {
        return attempt.person().equals(caller.person())
                || (caller.may(Permission.READ_TRAINING)
                        && attempt.state(now) != Attempt.State.OPEN);
    }

    @Needs(Permission.TAKE_TRAINING)
    @PostMapping("/api/v1/training")
    @ResponseStatus(HttpStatus.CREATED)
    TrainingJson.SheetJson start(@RequestBody StartRequest wanted, SignedIn caller) {
        Sheet sheet =
                attempts.start(
                        CoursesApi.id(Given.text("course", wanted.course())), caller.themselves());
        return TrainingJson.SheetJson.of(sheet, clock.instant());
    }

    @Needs(Permission.TAKE_TRAINING)
    @PostMapping("/api/v1/training/{id}/submit")
    TrainingJson.SheetJson submit(
            @PathVariable String id, @RequestBody SubmitRequest given, SignedIn caller) {
        Sheet sheet = attempts.submit(id, answers(given), caller.themselves());
        return TrainingJson.SheetJson.of(sheet, clock.instant());
    }

    private static Map<Integer, Set<Integer>> answers(SubmitRequest given) {
        Map<Integer, Set<Integer>> answers = new HashMap<>();
        for (AnswerRequest each : whole("answers", given.answers())) {
            List<Integer> choices = whole("choices", each.choices());
            if (answers.put(each.question(), new HashSet<>(choices)) != null) {
                throw RejectedException.invalid(
                        "Question " + each.question() + " is answered twice.");
            }
        }
        return answers;
    }

    private static <T> List<T> whole(String field, @Nullable List<@Nullable T> list) {
        List<T> whole = new ArrayList<>();
        for (T item : list == null ? List.<@Nullable T>of() : list) {
            if (item == null) {
                throw RejectedException.invalid("The field '" + field + "' holds a null.");
            }
            whole.add(item);
        }
        return whole;
    }

    /// How the caller stands with what is asked of their role.
    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/api/v1/training/standing")
    Page<TrainingJson.StandingJson> standing(SignedIn caller) {
        Instant now = clock.instant();
        return new Page<>(
                training
                        .standings()
                        .of(
                                caller.themselves().person(),
                                training.courses().requiredOf(caller.role()))
                        .stream()
                        .map(standing -> TrainingJson.StandingJson.of(standing, now))
                        .toList(),
                null);
    }

    @Needs(Permission.READ_TRAINING)
    @GetMapping("/api/v1/training/completion")
    Page<TrainingJson.CompletionJson> completion() {
        return new Page<>(
                training.standings().completion().stream()
                        .map(TrainingJson.CompletionJson::of)
                        .toList(),
                null);
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/api/v1/training/certificates/{id}")
    TrainingJson.CertificateJson certificate(@PathVariable String id, SignedIn caller) {
        return TrainingJson.CertificateJson.of(certificate(attempts, id, caller));
    }

    static Certificate certificate(Attempts attempts, String id, SignedIn caller) {
        return attempts.certificate(id)
                .filter(found ->
                        found.person().equals(caller.person())
                                || caller.may(Permission.READ_TRAINING))
                .orElseThrow(() -> RejectedException.unknown("certificate"));
    }

    @Needs(Permission.ASSIGN_TRAINING)
    @PostMapping("/api/v1/training/retrainings")
    @ResponseStatus(HttpStatus.CREATED)
    TrainingJson.RetrainingJson assign(@RequestBody RetrainingRequest wanted, SignedIn caller) {
        Instant due = Given.moment("due", Given.text("due", wanted.due()));
        return TrainingJson.RetrainingJson.of(
                training.retrainings()
                        .assign(
                                person(Given.text("person", wanted.person())).id(),
                                CoursesApi.id(Given.text("course", wanted.course())),
                                Retraining.Reason.parse(Given.text("reason", wanted.reason())),
                                Objects.requireNonNull(due),
                                caller.actor()));
    }
}
