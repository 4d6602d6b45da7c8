// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.people.People;
import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Completion;
import dev.chaperone.workspace.training.Course;
import dev.chaperone.workspace.training.Lesson;
import dev.chaperone.workspace.training.Retraining;
import dev.chaperone.workspace.training.Standing;
import dev.chaperone.workspace.training.Training;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The pages about the training, up to the quiz.
@Controller
class TrainingController {
    private static final int TRIES = 20;
    private static final int USUAL_DAYS = 14;

    private final Training training;
    private final People people;
    private final Directory directory;
    private final Clock clock;

    TrainingController(Training training, People people, Directory directory, Clock clock) {
        this.training = training;
        this.people = people;
        this.directory = directory;
        this.clock = clock;
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/training")
    String show(SignedIn caller, Model model) {
        Instant now = clock.instant();
        List<Standing> standings = standings(caller);
        Map<CourseId, Standing> mine =
                standings.stream().collect(Collectors.toMap(Standing::course, Function.identity()));
        List<Course> courses = training.courses().list();
        model.addAttribute(
                "page",
                new TrainingView(
                        caller.person() != null,
                        TrainingView.summary(caller.person() != null, standings, now),
                        Moment.of(now, now),
                        courses.stream()
                                .filter(course -> mine.containsKey(course.id()))
                                .map(course -> TrainingView.row(course, mine.get(course.id()), now))
                                .toList(),
                        courses.stream()
                                .filter(course -> !mine.containsKey(course.id()))
                                .map(course -> TrainingView.row(course, null, now))
                                .toList(),
                        tries(caller.person(), now),
                        completion(caller),
                        assign(caller, courses, now)));
        // Handed over by the redirect that follows a form; null otherwise.
        model.addAttribute("problem", model.getAttribute("problem"));
        model.addAttribute("done", model.getAttribute("done"));
        return "training";
    }

    private List<Standing> standings(SignedIn caller) {
        PersonId person = caller.person();
        return person == null
                ? List.of()
                : training.standings().of(person, training.courses().requiredOf(caller.role()));
    }

    private List<TrainingView.Try> tries(@Nullable PersonId person, Instant now) {
        if (person == null) {
            return List.of();
        }
        return training.attempts().list(person, null, TRIES).items().stream()
                .map(attempt -> TrainingView.attempt(attempt, title(attempt), now))
                .toList();
    }

    private String title(Attempt attempt) {
        return training.courses()
                .find(attempt.course())
                .map(Course::title)
                .orElse(attempt.course().value());
    }

    private List<TrainingView.Figure> completion(SignedIn caller) {
        if (!caller.may(Permission.READ_TRAINING)) {
            return List.of();
        }
        List<Completion> completion = training.standings().completion();
        Set<PersonId> late = new HashSet<>();
        completion.forEach(each -> each.late().forEach(one -> late.add(one.person())));
        Directory.Names names = directory.names(late);
        return completion.stream().map(each -> TrainingView.figure(each, names)).toList();
    }

    private static TrainingView.@Nullable Assign assign(
            SignedIn caller, List<Course> courses, Instant now) {
        return caller.may(Permission.ASSIGN_TRAINING)
                ? new TrainingView.Assign(
                        courses.stream()
                                .map(course ->
                                        new TrainingView.Option(
                                                course.id().value(), course.title()))
                                .toList(),
                        LocalDate.ofInstant(now, ZoneOffset.UTC).plusDays(USUAL_DAYS).toString())
                : null;
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/training/courses/{id}")
    String course(@PathVariable String id, SignedIn caller, Model model) {
        Course course = training.courses().existing(CoursesApi.id(id));
        Instant now = clock.instant();
        Standing standing =
                standings(caller).stream()
                        .filter(each -> each.course().equals(course.id()))
                        .findFirst()
                        .orElse(null);
        model.addAttribute(
                "page",
                CourseView.of(
                        course, TrainingView.row(course, standing, now), open(caller, course)));
        model.addAttribute("problem", model.getAttribute("problem"));
        return "course";
    }

    private @Nullable Attempt open(SignedIn caller, Course course) {
        PersonId person = caller.person();
        return person == null ? null : training.attempts().open(person, course.id()).orElse(null);
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/training/courses/{id}/lessons/{number}")
    String lesson(@PathVariable String id, @PathVariable int number, Model model) {
        Course course = training.courses().existing(CoursesApi.id(id));
        if (number < 1 || number > course.lessons().size()) {
            throw RejectedException.unknown("lesson");
        }
        Lesson lesson = course.lessons().get(number - 1);
        model.addAttribute("page", CourseView.LessonPage.of(course, lesson, number));
        return "lesson";
    }

    @Needs(Permission.ASSIGN_TRAINING)
    @PostMapping("/training/retrainings")
    String assign(
            @RequestParam String person,
            @RequestParam String course,
            @RequestParam String reason,
            @RequestParam String due,
            SignedIn caller,
            RedirectAttributes next) {
        try {
            training.retrainings()
                    .assign(
                            people.find(person)
                                    .orElseThrow(() -> RejectedException.unknown("person"))
                                    .id(),
                            CoursesApi.id(course),
                            Retraining.Reason.parse(reason),
                            Objects.requireNonNull(Given.moment("due", Given.text("due", due))),
                            caller.actor());
            next.addFlashAttribute("done", "It is assigned and recorded.");
        } catch (RejectedException rejected) {
            next.addFlashAttribute("problem", rejected.getMessage());
        }
        return "redirect:/training";
    }
}
