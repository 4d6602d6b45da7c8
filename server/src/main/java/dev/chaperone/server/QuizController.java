// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.training.Attempt;
import dev.chaperone.workspace.training.Attempts;
import dev.chaperone.workspace.training.Certificate;
import dev.chaperone.workspace.training.Sheet;
import dev.chaperone.workspace.training.Training;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The quiz of a course, its result, and the certificate.
@Controller
class QuizController {
    private static final Pattern FIELD = Pattern.compile("q([0-9]{1,3})");

    private final Attempts attempts;
    private final Directory directory;
    private final Clock clock;

    QuizController(Training training, Directory directory, Clock clock) {
        this.attempts = training.attempts();
        this.directory = directory;
        this.clock = clock;
    }

    @Needs(Permission.TAKE_TRAINING)
    @PostMapping("/training/courses/{id}/start")
    String start(@PathVariable String id, SignedIn caller, RedirectAttributes next) {
        try {
            Sheet sheet = attempts.start(CoursesApi.id(id), caller.themselves());
            return "redirect:/training/attempts/" + sheet.attempt().id();
        } catch (RejectedException rejected) {
            if (rejected.reason() == RejectedException.Reason.UNKNOWN) {
                throw rejected;
            }
            next.addFlashAttribute("problem", rejected.getMessage());
            return "redirect:/training/courses/" + id;
        }
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/training/attempts/{id}")
    String show(@PathVariable String id, SignedIn caller, Model model) {
        return page(readable(id, caller), Map.of(), null, model);
    }

    @Needs(Permission.TAKE_TRAINING)
    @PostMapping("/training/attempts/{id}")
    String submit(
            @PathVariable String id,
            @RequestParam MultiValueMap<String, String> form,
            SignedIn caller,
            HttpServletResponse response,
            Model model) {
        Map<Integer, Set<Integer>> answers = answers(form);
        try {
            attempts.submit(id, answers, caller.themselves());
            return "redirect:/training/attempts/" + id;
        } catch (RejectedException rejected) {
            if (rejected.reason() == RejectedException.Reason.UNKNOWN) {
                throw rejected;
            }
            response.setStatus(HttpStatus.CONFLICT.value());
            return page(readable(id, caller), answers, rejected.getMessage(), model);
        }
    }

    /// What was chosen; what else the form holds is not ours.
    private static Map<Integer, Set<Integer>> answers(MultiValueMap<String, String> form) {
        Map<Integer, Set<Integer>> answers = new HashMap<>();
        form.forEach((name, values) -> {
            Matcher field = FIELD.matcher(name);
            if (field.matches()) {
                answers.put(
                        Integer.valueOf(field.group(1)),
                        values.stream()
                                .map(value -> Given.number(name, value))
                                .collect(Collectors.toSet()));
            }
        });
        return answers;
    }

    private Attempt readable(String id, SignedIn caller) {
        return attempts.find(id)
                .filter(found -> TrainingApi.mayRead(found, caller, clock.instant()))
                .orElseThrow(() -> RejectedException.unknown("attempt"));
    }

    private String page(
            Attempt attempt,
            Map<Integer, Set<Integer>> chosen,
            @Nullable String problem,
            Model model) {
        Sheet sheet =
                attempts.sheet(attempt)
                        .orElseThrow(() ->
                                RejectedException.conflict(
                                        "This version can not read the course as it was then."));
        model.addAttribute("page", QuizView.of(sheet, chosen, clock.instant()));
        model.addAttribute("problem", problem);
        return attempt.state(clock.instant()) == Attempt.State.OPEN ? "quiz" : "quiz-result";
    }

    @Needs(Permission.TAKE_TRAINING)
    @GetMapping("/training/certificates/{id}")
    String certificate(@PathVariable String id, SignedIn caller, Model model) {
        Certificate certificate = TrainingApi.certificate(attempts, id, caller);
        PersonId person = certificate.person();
        model.addAttribute(
                "page",
                CertificateView.of(certificate, directory.names(Set.of(person)).shown(person)));
        return "certificate";
    }
}
