// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// A published policy, compiled: immutable, without I/O and without a clock, so that the same
/// question always gets the same answer.
public final class PolicySnapshot {
    private final Digest hash;
    private final String organization;
    private final String owner;
    private final LocalDate effective;
    private final Map<ToolId, Set<PlanId>> tools;
    private final List<ContentRule> content;
    private final List<RepositoryClass> repositories;
    private final CaptureTerms capture;
    private final boolean readsAnswers;

    PolicySnapshot(
            Digest hash,
            String organization,
            String owner,
            LocalDate effective,
            Map<ToolId, Set<PlanId>> tools,
            List<ContentRule> content,
            List<RepositoryClass> repositories,
            CaptureTerms capture) {
        this.hash = hash;
        this.organization = organization;
        this.owner = owner;
        this.effective = effective;
        this.tools = Map.copyOf(tools);
        this.content = List.copyOf(content);
        this.repositories = List.copyOf(repositories);
        this.capture = capture;
        this.readsAnswers =
                content.stream().anyMatch(rule -> rule.in().contains(ContentRule.Traffic.ANSWERS));
    }

    /// Decides: may this tool be used under this plan, and may this content leave? The first rule
    /// that blocks wins; else all that redact, named by their first; else the first that warns.
    public Decision decide(Question question) {
        return against(question.tool(), question.plan())
                .<Decision>map(Decision.Block::new)
                .orElseGet(() -> decideContent(question));
    }

    /// What speaks against a tool under a plan, whatever is sent.
    public Optional<Decision.Ground> against(ToolId tool, PlanId plan) {
        Set<PlanId> plans = tools.get(tool);
        if (plans == null) {
            return Optional.of(toolNotAllowed(tool));
        }
        return plans.contains(plan)
                ? Optional.empty()
                : Optional.of(planNotAllowed(tool, plan, plans));
    }

    /// How much of a request's bodies is kept. What becomes of the request does not matter here.
    public CapturePlan capture(Question question) {
        if (capture.rules().isEmpty()) {
            return capture.usual();
        }
        return capture.plan(question, classOf(question.repository()));
    }

    /// The first class that fits, null if there is none.
    private @Nullable String classOf(@Nullable String repository) {
        if (repository != null) {
            for (RepositoryClass entry : repositories) {
                if (entry.match().matches(repository)) {
                    return entry.name();
                }
            }
        }
        return null;
    }

    private Decision decideContent(Question question) {
        Decision.@Nullable Ground redaction = null;
        Decision.@Nullable Ground warning = null;
        boolean excused = question.scanned();
        for (ContentRule rule : content) {
            if (!rule.matches(question)) {
                continue;
            }
            excused |= rule.detect().contains(ContentRule.UNSCANNED);
            switch (rule.action()) {
                case BLOCK -> {
                    return new Decision.Block(rule.ground(question));
                }
                case REDACT -> redaction = redaction == null ? rule.ground(question) : redaction;
                case WARN -> warning = warning == null ? rule.ground(question) : warning;
                case ALLOW -> {
                    // Says that this content is fine; a later rule may still speak against other.
                }
            }
        }
        if (!excused) {
            return new Decision.Block(notScanned("prompt"));
        }
        if (redaction != null) {
            return redact(redaction, question);
        }
        return warning == null ? new Decision.Allow() : new Decision.Warn(warning);
    }

    private Decision redact(Decision.Ground ground, Question question) {
        Set<String> detectors = new HashSet<>();
        Set<String> restore = new HashSet<>();
        for (ContentRule rule : content) {
            if (rule.action() == ContentRule.Action.REDACT && rule.matches(question)) {
                for (Question.Detected each : question.detected()) {
                    if (rule.concerns(each)) {
                        detectors.add(each.detector());
                        if (rule.restore()) {
                            restore.add(each.detector());
                        }
                    }
                }
            }
        }
        return new Decision.Redact(ground, detectors, restore);
    }

    /// Whether any rule looks at answers; if none does, they are not read.
    public boolean readsAnswers() {
        return readsAnswers;
    }

    /// Whether an answer may be ended for what is found in it.
    public boolean endsAnswers() {
        return content.stream()
                .anyMatch(rule ->
                        rule.in().contains(ContentRule.Traffic.ANSWERS)
                                && rule.action() == ContentRule.Action.BLOCK);
    }

    /// Decides on what has come of an answer: [Decision.Allow], [Decision.Warn], or
    /// [Decision.Block], which ends it. What could not be read is blocked if no rule speaks of it.
    public Decision decide(Answer answer) {
        Decision.@Nullable Ground warning = null;
        boolean excused = answer.scanned();
        for (ContentRule rule : content) {
            if (!rule.matches(answer)) {
                continue;
            }
            excused |= rule.detect().contains(ContentRule.UNSCANNED);
            if (rule.action() == ContentRule.Action.BLOCK) {
                return new Decision.Block(rule.ground(answer));
            }
            if (rule.action() == ContentRule.Action.WARN && warning == null) {
                warning = rule.ground(answer);
            }
        }
        if (!excused) {
            return new Decision.Block(notScanned("answer"));
        }
        return warning == null ? new Decision.Allow() : new Decision.Warn(warning);
    }

    private static Decision.Ground notScanned(String what) {
        return new Decision.Ground(
                "not-scanned",
                "the " + what + " could not be scanned to its end",
                "What could not be checked is not passed on.",
                "try again; if that does not help, your administrator finds the reason in the log,"
                        + " and a content rule for 'unscanned' can decide otherwise.");
    }

    private Decision.Ground toolNotAllowed(ToolId tool) {
        return new Decision.Ground(
                "tool-not-allowed",
                "the tool '" + tool + "' is not on the list of allowed tools",
                "The policy of " + organization + " allows " + sorted(tools.keySet()) + ".",
                "use an allowed tool, or ask " + owner + " to approve this one.");
    }

    private Decision.Ground planNotAllowed(ToolId tool, PlanId plan, Set<PlanId> plans) {
        return new Decision.Ground(
                "plan-not-allowed",
                "the tool '" + tool + "' is not allowed under the plan '" + plan + "'",
                "The policy of " + organization + " allows it under " + sorted(plans) + ".",
                "sign in with an allowed plan, or ask " + owner + ".");
    }

    private static String sorted(Set<?> ids) {
        return ids.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    /// SHA-256 of the exact bytes of the published file.
    public Digest hash() {
        return hash;
    }

    public String organization() {
        return organization;
    }

    /// Whom to ask: a person's or a team's address.
    public String owner() {
        return owner;
    }

    public LocalDate effective() {
        return effective;
    }

    /// The allowed tools with their allowed plans.
    public Map<ToolId, Set<PlanId>> tools() {
        return tools;
    }

    /// The rules about content, in the order of the file.
    public List<ContentRule> content() {
        return content;
    }

    /// The company's own phrases, by which texts are marked, of all rules.
    public List<String> phrases() {
        return content.stream().flatMap(rule -> rule.phrases().stream()).distinct().toList();
    }

    /// The classes of repositories, in the order of the file; the first that fits counts.
    public List<RepositoryClass> repositories() {
        return repositories;
    }

    /// What is kept of bodies.
    public CaptureTerms captureTerms() {
        return capture;
    }
}
