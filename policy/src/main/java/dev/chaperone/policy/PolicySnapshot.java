// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
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
    }

    /// Decides: may this tool be used under this plan, and may this content leave? The first rule
    /// that blocks wins; else the first that warns.
    public Decision decide(Question question) {
        Set<PlanId> plans = tools.get(question.tool());
        if (plans == null) {
            return new Decision.Block(toolNotAllowed(question.tool()));
        }
        if (!plans.contains(question.plan())) {
            return new Decision.Block(planNotAllowed(question.tool(), question.plan(), plans));
        }
        return decideContent(question);
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
        Decision.@Nullable Ground warning = null;
        for (ContentRule rule : content) {
            if (!rule.matches(question)) {
                continue;
            }
            switch (rule.action()) {
                case BLOCK -> {
                    return new Decision.Block(rule.ground(question));
                }
                case WARN -> warning = warning == null ? rule.ground(question) : warning;
                case ALLOW -> {
                    // Says that this content is fine; a later rule may still speak against other.
                }
            }
        }
        return warning == null ? new Decision.Allow() : new Decision.Warn(warning);
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
