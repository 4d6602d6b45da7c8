// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.Digest;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// What the ledger holds of attempts: no text, and of the answers one hash, so that changed ones do
/// not go unnoticed.
final class AttemptRecord {
    private AttemptRecord() {}

    static Map<String, String> begun(Course course, int number) {
        Map<String, String> details = new TreeMap<>();
        details.put("course", course.id().value());
        details.put("version", course.version().toString());
        details.put("number", Integer.toString(number));
        return details;
    }

    static String action(Attempt.Result result) {
        return result.passed() == null ? "training.failed" : "training.completed";
    }

    static Map<String, String> ended(Attempt attempt, Attempt.Result result) {
        Map<String, String> details = new TreeMap<>();
        details.put("course", attempt.course().value());
        details.put("version", attempt.version().toString());
        details.put("number", Integer.toString(attempt.number()));
        details.put("score", Integer.toString(result.score()));
        details.put("pass-mark", Integer.toString(attempt.passMark()));
        details.put("finished", result.finishedAt().toString());
        details.put("answers", answers(attempt, result).toString());
        Attempt.Passed passed = result.passed();
        if (passed != null) {
            details.put("certificate", passed.certificate());
            details.put("valid-until", passed.validUntil().toString());
        }
        return details;
    }

    /// The seed, then each question with its choices as shown and what was chosen.
    private static Digest answers(Attempt attempt, Attempt.Result result) {
        String lines =
                IntStream.range(0, attempt.questions().size())
                        .mapToObj(i -> {
                            Attempt.Shown shown = attempt.questions().get(i);
                            return shown.question()
                                    + " "
                                    + shown.choices()
                                    + " "
                                    + result.answers().get(i)
                                    + "\n";
                        })
                        .collect(Collectors.joining());
        return Digest.of(attempt.seed() + "\n" + lines);
    }

    /// Whether an entry says the same of an attempt as the database.
    static boolean says(Event.Administered entry, Attempt attempt, Attempt.Result result) {
        return entry.action().equals(action(result))
                && entry.subject().equals(attempt.id())
                && entry.actor().equals(attempt.person().value())
                && entry.details().entrySet().containsAll(ended(attempt, result).entrySet());
    }
}
