// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.policy.Programme.Section;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What the policy requires of people before their prompts leave. Whether they have done it is a
/// matter of moments and the clock of the request, not of flags that somebody sets.
final class Gates {
    private static final int MOST_NAMED = 5;

    private final List<Barrier> barriers;
    private final ChecklistIndex checklists;

    Gates(Programme programme, ChecklistIndex checklists) {
        this.checklists = checklists;
        this.barriers =
                List.of(
                        new Barrier(Requirement.GRANT, programme.access().strictness()),
                        new Barrier(
                                Requirement.ACKNOWLEDGMENT,
                                programme.acknowledgment().strictness()),
                        new Barrier(Requirement.TRAINING, programme.training()),
                        new Barrier(Requirement.CHECKLIST, programme.checklist()));
    }

    private record Barrier(Requirement requirement, Gate.Strictness strictness) {}

    private boolean isClosed(
            Barrier barrier, Question question, @Nullable RepositoryClass repository) {
        if (barrier.strictness() == Gate.Strictness.OFF) {
            return false;
        }
        Standing standing = question.asker().standing();
        return switch (barrier.requirement()) {
            case GRANT -> !isGranted(standing.grants(), question, repository);
            case ACKNOWLEDGMENT -> Standing.lapsed(standing.acknowledgment(), question.at());
            case TRAINING -> Standing.lapsed(standing.training(), question.at());
            case CHECKLIST -> {
                ChecklistStanding done = standing.checklists();
                Checklist asked = checklists.awaited(question.tool(), question.plan());
                yield done != null && asked != null && done.lapsed(asked, question.at());
            }
        };
    }

    private static boolean isGranted(
            @Nullable List<AccessGrant> grants,
            Question question,
            @Nullable RepositoryClass repository) {
        if (grants == null) {
            return true;
        }
        String name = repository == null ? null : repository.name();
        for (int i = 0; i < grants.size(); i++) {
            if (grants.get(i).covers(question.tool(), question.plan(), name, question.at())) {
                return true;
            }
        }
        return false;
    }

    /// Whether none that refuses is closed for somebody, whatever tool they use.
    boolean letThrough(Standing standing, Instant now) {
        return barriers.stream()
                .filter(barrier -> barrier.strictness() == Gate.Strictness.BLOCK)
                .noneMatch(barrier ->
                        switch (barrier.requirement()) {
                            case GRANT -> !holdsAny(standing.grants(), now);
                            case ACKNOWLEDGMENT -> Standing.lapsed(standing.acknowledgment(), now);
                            case TRAINING -> Standing.lapsed(standing.training(), now);
                            // Each tool has its own.
                            case CHECKLIST -> false;
                        });
    }

    private static boolean holdsAny(@Nullable List<AccessGrant> grants, Instant now) {
        return grants == null || grants.stream().anyMatch(grant -> grant.holdsAt(now));
    }

    /// Those that are closed for a request, in the order in which people open them.
    ///
    /// @param repository whose class the request's repository has; null: none
    List<Closed> closed(Question question, @Nullable RepositoryClass repository) {
        for (Barrier each : barriers) {
            if (isClosed(each, question, repository)) {
                return barriers.stream()
                        .filter(barrier -> isClosed(barrier, question, repository))
                        .map(barrier ->
                                new Closed(
                                        barrier.strictness() == Gate.Strictness.BLOCK,
                                        ground(barrier.requirement(), question)))
                        .toList();
            }
        }
        // Nearly always: nothing is allocated.
        return List.of();
    }

    private Decision.Ground ground(Requirement requirement, Question question) {
        Decision.Ground usual = requirement.ground(question);
        String more =
                switch (requirement) {
                    case GRANT -> " " + question.tool() + " under the plan " + question.plan();
                    case CHECKLIST -> missing(question);
                    case ACKNOWLEDGMENT, TRAINING -> "";
                };
        return new Decision.Ground(
                usual.rule(),
                usual.section(),
                usual.found() + more,
                usual.because(),
                usual.proceed());
    }

    /// How much of the checklist is missing, and what.
    private String missing(Question question) {
        ChecklistStanding done = question.asker().standing().checklists();
        Checklist asked = checklists.awaited(question.tool(), question.plan());
        if (done == null || asked == null) {
            return "";
        }
        List<String> missing = done.missing(asked, question.at());
        String more = missing.size() > MOST_NAMED ? ", …" : "";
        return " for %s under the plan %s: %d of %d items missing (%s%s)"
                .formatted(
                        asked.tool(),
                        asked.plan(),
                        missing.size(),
                        asked.awaited().size(),
                        String.join(", ", missing.stream().limit(MOST_NAMED).toList()),
                        more);
    }

    /// A gate that is closed.
    ///
    /// @param blocks whether the prompt does not leave, or is only marked
    record Closed(boolean blocks, Decision.Ground ground) {}

    private enum Requirement {
        GRANT(
                "grant",
                Section.APPROVED_TOOLS,
                "you were not granted",
                "A tool is granted to a person, for some time, before its first prompt.",
                "ask for access",
                "/access"),
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
                "your checklist is not complete",
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
