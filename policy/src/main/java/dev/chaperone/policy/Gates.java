// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.policy.Programme.Section;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What the policy requires of people before their prompts leave. Whether they have done it is a
/// matter of moments and the clock of the request, not of flags that somebody sets.
final class Gates {
    private final List<Barrier> barriers;

    Gates(Programme programme) {
        this.barriers =
                List.of(
                        new Barrier(
                                Requirement.ACKNOWLEDGMENT,
                                programme.acknowledgment().strictness()),
                        new Barrier(Requirement.TRAINING, programme.training()),
                        new Barrier(Requirement.CHECKLIST, programme.checklist()));
    }

    private record Barrier(Requirement requirement, Gate.Strictness strictness) {
        boolean closed(Question question) {
            return strictness != Gate.Strictness.OFF && requirement.lapsed(question);
        }
    }

    /// Those that are closed for a request, in the order in which people open them.
    List<Closed> closed(Question question) {
        for (Barrier each : barriers) {
            if (each.closed(question)) {
                return barriers.stream()
                        .filter(barrier -> barrier.closed(question))
                        .map(barrier ->
                                new Closed(
                                        barrier.strictness() == Gate.Strictness.BLOCK,
                                        barrier.requirement().ground(question)))
                        .toList();
            }
        }
        // Nearly always: nothing is allocated.
        return List.of();
    }

    /// A gate that is closed.
    ///
    /// @param blocks whether the prompt does not leave, or is only marked
    record Closed(boolean blocks, Decision.Ground ground) {}

    private enum Requirement {
        ACKNOWLEDGMENT(
                "acknowledgment",
                Section.REQUIRED_PRACTICES,
                "you have not signed the acceptable use policy in force",
                "Everybody who uses AI tools signs the policy first.",
                "read and sign it",
                "/acceptable-use"),
        TRAINING(
                "training",
                Section.TRAINING,
                "a course that is required of you is not done",
                "Everybody who uses AI tools takes the training first.",
                "take the course",
                "/training"),
        CHECKLIST(
                "checklist",
                Section.REQUIRED_PRACTICES,
                "the checklist for this tool is not complete",
                "A tool is set up as the policy says before its first prompt.",
                "complete it",
                "/checklists");

        private final String rule;
        private final Section section;
        private final String found;
        private final String because;
        private final String proceed;
        private final String page;

        Requirement(
                String rule,
                Section section,
                String found,
                String because,
                String proceed,
                String page) {
            this.rule = rule;
            this.section = section;
            this.found = found;
            this.because = because;
            this.proceed = proceed;
            this.page = page;
        }

        boolean lapsed(Question question) {
            Standing standing = question.asker().standing();
            return switch (this) {
                case ACKNOWLEDGMENT -> Standing.lapsed(standing.acknowledgment(), question.at());
                case TRAINING -> Standing.lapsed(standing.training(), question.at());
                case CHECKLIST ->
                        Standing.lapsed(checklist(standing, question.tool()), question.at());
            };
        }

        private static @Nullable Instant checklist(Standing standing, ToolId tool) {
            return standing.checklists().get(tool);
        }

        Decision.Ground ground(Question question) {
            String where = question.register().pages() + page;
            return new Decision.Ground(
                    rule,
                    section,
                    found,
                    because,
                    proceed + ", then send the prompt again: " + where);
        }
    }
}
