// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What happens to a prompt in which certain things are detected.
///
/// @param id what a refusal names, for example `no-secrets`
/// @param detect detector ids, or the words [#SECRET], [#PERSONAL], [#MARKER] and [#ATTACHMENT]
/// @param phrases by which the company marks what is its own, beside the usual ones
/// @param because the policy's own words to the person who is refused
public record ContentRule(
        String id, Set<String> detect, List<String> phrases, Action action, String because) {
    /// Stands for every detector of secrets: of keys, passwords, tokens, and addresses that let in.
    public static final String SECRET = "secret";

    /// Stands for every detector of personal and customer data.
    public static final String PERSONAL = "personal";

    /// Stands for words that mark a text as not for everybody.
    public static final String MARKER = "marker";

    /// Stands for binary parts of a prompt (images, documents) that no detector reads.
    public static final String ATTACHMENT = "attachment";

    public ContentRule {
        detect = Set.copyOf(detect);
        phrases = List.copyOf(phrases);
    }

    boolean matches(Question question) {
        return (detect.contains(ATTACHMENT) && question.attachments() > 0)
                || question.detected().stream().anyMatch(this::concerns);
    }

    private boolean concerns(Question.Detected detected) {
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
        return new Decision.Ground(
                id,
                "the prompt holds " + inventory(question),
                because,
                "take it out and send again; if it is in the conversation so far (a file that was"
                        + " read, a command's output), start a new conversation, because every later"
                        + " request carries it along.");
    }

    private String inventory(Question question) {
        String found =
                question.detected().stream()
                        .filter(this::concerns)
                        .map(detected -> detected.count() + " × " + detected.written())
                        .collect(Collectors.joining(", "));
        boolean attachments = detect.contains(ATTACHMENT) && question.attachments() > 0;
        if (!attachments) {
            return found;
        }
        String unread = question.attachments() + " × attachment that can not be scanned";
        return found.isEmpty() ? unread : found + ", " + unread;
    }

    /// What to do with a prompt that a rule concerns.
    public enum Action {
        ALLOW,
        WARN,
        BLOCK
    }
}
