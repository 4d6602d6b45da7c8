// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What happens to a prompt or an answer in which certain things are detected.
///
/// @param id what a refusal names, for example `no-secrets`
/// @param in what it looks at
/// @param detect detector ids, or the words [#SECRET], [#PERSONAL], [#MARKER], [#ATTACHMENT] and
///   [#UNSCANNED]
/// @param phrases by which the company marks what is its own, beside the usual ones
/// @param restore whether what was redacted stands in the answer again as it was
/// @param because the policy's own words to the person who is refused
public record ContentRule(
        String id,
        Set<Traffic> in,
        Set<String> detect,
        List<String> phrases,
        Action action,
        boolean restore,
        String because) {
    /// Stands for every detector of secrets: of keys, passwords, tokens, and addresses that let in.
    public static final String SECRET = "secret";

    /// Stands for every detector of personal and customer data.
    public static final String PERSONAL = "personal";

    /// Stands for words that mark a text as not for everybody.
    public static final String MARKER = "marker";

    /// Stands for binary parts of a prompt (images, documents) that no detector reads.
    public static final String ATTACHMENT = "attachment";

    /// Stands for what the detectors could not read to its end, because of a fault or for want of
    /// time. What no rule speaks of is blocked.
    public static final String UNSCANNED = "unscanned";

    public ContentRule {
        in = Set.copyOf(in);
        detect = Set.copyOf(detect);
        phrases = List.copyOf(phrases);
    }

    boolean matches(Question question) {
        return in.contains(Traffic.PROMPTS)
                && ((detect.contains(ATTACHMENT) && question.attachments() > 0)
                        || (detect.contains(UNSCANNED) && !question.scanned())
                        || concernsAny(question.detected()));
    }

    boolean matches(Answer answer) {
        return in.contains(Traffic.ANSWERS)
                && ((detect.contains(UNSCANNED) && !answer.scanned())
                        || concernsAny(answer.detected()));
    }

    private boolean concernsAny(List<Question.Detected> detected) {
        for (Question.Detected each : detected) {
            if (concerns(each)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it speaks of what such a detector finds.
    boolean concerns(Question.Detected detected) {
        boolean ofKind =
                switch (detected.kind()) {
                    case SECRET, KEY_MATERIAL, URL -> detect.contains(SECRET);
                    case PERSONAL -> detect.contains(PERSONAL);
                    case MARKER -> detect.contains(MARKER);
                    case IDENTIFIER -> false;
                };
        return ofKind || detect.contains(detected.detector());
    }

    Decision.Ground ground(Question question) {
        List<String> found = inventory(question.detected());
        if (detect.contains(ATTACHMENT) && question.attachments() > 0) {
            found.add(question.attachments() + " × attachment that can not be scanned");
        }
        if (detect.contains(UNSCANNED) && !question.scanned()) {
            found.add("text that could not be scanned");
        }
        return new Decision.Ground(
                id,
                Programme.Section.PROHIBITED_USES,
                "the prompt holds " + String.join(", ", found),
                because,
                "take it out and send again; if it is in the conversation so far (a file that was"
                        + " read, a command's output), start a new conversation, because every later"
                        + " request carries it along.");
    }

    Decision.Ground ground(Answer answer) {
        List<String> found = inventory(answer.detected());
        if (detect.contains(UNSCANNED) && !answer.scanned()) {
            found.add("text that could not be scanned");
        }
        return new Decision.Ground(
                id,
                Programme.Section.PROHIBITED_USES,
                "the answer holds " + String.join(", ", found),
                because,
                "ask for the answer without it, for example for the name of a variable in its"
                        + " place.");
    }

    private List<String> inventory(List<Question.Detected> detected) {
        List<String> found = new ArrayList<>();
        for (Question.Detected each : detected) {
            if (concerns(each)) {
                found.add(each.count() + " × " + each.written());
            }
        }
        return found;
    }

    /// What a rule looks at.
    public enum Traffic {
        /// What is sent to a model.
        PROMPTS,
        /// What a model gives back.
        ANSWERS
    }

    /// What to do with what a rule concerns.
    public enum Action {
        ALLOW,
        /// Let it through and record that it touched the rule.
        WARN,
        /// Send it without what was found, with placeholders in its place.
        REDACT,
        /// Do not send a prompt; end an answer.
        BLOCK
    }
}
