// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.policy.Programme.Section;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.LocalDate;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A published policy, compiled: immutable, without I/O and without a clock, so that the same
/// question always gets the same answer. Read [#decide(Question)].
public final class PolicySnapshot {
    private final Policy policy;
    private final Access access;
    private final GlobIndex<RepositoryClass> repositories;
    private final ChecklistIndex checklists;
    private final Gates gates;
    private final RuleIndex rules;
    private final boolean readsAnswers;

    PolicySnapshot(Policy policy) {
        this.policy = policy;
        this.access = new Access(policy);
        this.repositories = new GlobIndex<>(policy.repositories(), RepositoryClass::match);
        this.checklists = new ChecklistIndex(policy.tools());
        this.gates = new Gates(policy.programme(), checklists);
        this.rules = new RuleIndex(policy.rules());
        this.readsAnswers =
                policy.content().stream()
                        .anyMatch(rule -> rule.in().contains(ContentRule.Traffic.ANSWERS));
    }

    /// Decides on a prompt: may this tool be used here under this plan by this person, has the
    /// person done what is required, and may this content leave? The first ground that blocks and
    /// that no exception lifts wins; else all rules that redact, named by their first; else the
    /// first that warns.
    public Decision decide(Question question) {
        Deliberation deliberation = new Deliberation(question);
        deliberation.weigh();
        return deliberation.decision();
    }

    /// What speaks against a tool under a plan, whatever is sent and whoever sends it.
    public Optional<Decision.Ground> against(ToolId tool, PlanId plan) {
        return Optional.ofNullable(access.against(tool, plan));
    }

    /// How much of a request's bodies is kept. What becomes of the request does not matter here.
    public CapturePlan capture(Question question) {
        if (policy.capture().rules().isEmpty()) {
            return policy.capture().usual();
        }
        RepositoryClass found = repositories.first(question.repository());
        return policy.capture().plan(question, found == null ? null : found.name());
    }

    /// What the grounds for and against one request add up to.
    private final class Deliberation {
        private final Question question;
        private Decision.@Nullable Ground block;
        private Decision.@Nullable Ground redaction;
        private Decision.@Nullable Ground warning;
        private @Nullable String exception;

        Deliberation(Question question) {
            this.question = question;
        }

        /// From what costs least to what costs most; ends with the first that blocks.
        void weigh() {
            RepositoryClass repository = repositories.first(question.repository());
            weighAccess(repository);
            if (block == null) {
                weighGates(repository);
            }
            if (block == null && !rules.isEmpty()) {
                weighRules(new QuestionValues(question, repository));
            }
            if (block == null) {
                weighContent();
            }
        }

        private void weighAccess(@Nullable RepositoryClass repository) {
            ToolId tool = question.tool();
            speaksAgainst(access.against(tool, question.plan()));
            speaksAgainst(access.againstTeams(tool, question.teams()));
            speaksAgainst(Access.against(tool, repository));
        }

        private void weighGates(@Nullable RepositoryClass repository) {
            for (Gates.Closed gate : gates.closed(question, repository)) {
                if (gate.blocks()) {
                    speaksAgainst(gate.ground());
                } else {
                    warns(gate.ground());
                }
            }
        }

        private void weighRules(QuestionValues values) {
            BitSet candidates = rules.candidates(values);
            for (int i = candidates.nextSetBit(0);
                    i >= 0 && block == null;
                    i = candidates.nextSetBit(i + 1)) {
                ConditionRule rule = rules.get(i);
                Decision.Ground ground = rule.against(values);
                if (ground != null && rule.blocks()) {
                    speaksAgainst(ground);
                } else if (ground != null) {
                    warns(ground);
                }
            }
        }

        private void weighContent() {
            boolean excused = question.scanned();
            for (ContentRule rule : policy.content()) {
                if (block == null && rule.matches(question)) {
                    excused |= rule.detect().contains(ContentRule.UNSCANNED);
                    weigh(rule);
                }
            }
            if (!excused) {
                speaksAgainst(notScanned("prompt"));
            }
        }

        private void weigh(ContentRule rule) {
            switch (rule.action()) {
                case BLOCK -> speaksAgainst(rule.ground(question));
                case REDACT -> redaction = redaction == null ? rule.ground(question) : redaction;
                case WARN -> warns(rule.ground(question));
                case ALLOW -> {
                    // Says that this content is fine; a later rule may still speak against other.
                }
            }
        }

        /// Blocks, unless an exception lifts it or something else blocks already.
        private void speaksAgainst(Decision.@Nullable Ground ground) {
            if (ground == null || block != null) {
                return;
            }
            String permitted = question.register().exemptions().permitting(ground.rule(), question);
            if (permitted == null) {
                block = ground;
            } else if (exception == null) {
                exception = permitted;
            }
        }

        private void warns(Decision.Ground ground) {
            warning = warning == null ? ground : warning;
        }

        Decision decision() {
            if (block != null) {
                return new Decision.Block(block);
            }
            if (redaction != null) {
                return redact(redaction, question, exception);
            }
            return warning == null
                    ? new Decision.Allow(exception)
                    : new Decision.Warn(warning, exception);
        }
    }

    private Decision redact(Decision.Ground ground, Question question, @Nullable String exception) {
        Set<String> detectors = new HashSet<>();
        Set<String> restore = new HashSet<>();
        for (ContentRule rule : policy.content()) {
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
        return new Decision.Redact(ground, detectors, restore, exception);
    }

    /// Whether any rule looks at answers; if none does, they are not read.
    public boolean readsAnswers() {
        return readsAnswers;
    }

    /// Whether an answer may be ended for what is found in it.
    public boolean endsAnswers() {
        return policy.content().stream()
                .anyMatch(rule ->
                        rule.in().contains(ContentRule.Traffic.ANSWERS)
                                && rule.action() == ContentRule.Action.BLOCK);
    }

    /// Decides on what has come of an answer: [Decision.Allow], [Decision.Warn], or
    /// [Decision.Block], which ends it. What could not be read is blocked if no rule speaks of it.
    public Decision decide(Answer answer) {
        Decision.@Nullable Ground warning = null;
        boolean excused = answer.scanned();
        for (ContentRule rule : policy.content()) {
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
                Section.REQUIRED_PRACTICES,
                "the " + what + " could not be scanned to its end",
                "What could not be checked is not passed on.",
                "try again; if that does not help, your administrator finds the reason in the log,"
                        + " and a content rule for 'unscanned' can decide otherwise.");
    }

    /// What the file says.
    public Policy policy() {
        return policy;
    }

    /// SHA-256 of the exact bytes of the published file.
    public Digest hash() {
        return policy.hash();
    }

    public String organization() {
        return policy.heading().organization();
    }

    /// Whom to ask: a person's or a team's address.
    public String owner() {
        return policy.heading().owner();
    }

    public LocalDate effective() {
        return policy.heading().effective();
    }

    /// What the policy commits the company to beside deciding.
    public Programme programme() {
        return policy.programme();
    }

    /// The allowed tools with their allowed plans, in the order of the file.
    public Map<ToolId, Set<PlanId>> tools() {
        Map<ToolId, Set<PlanId>> tools = new LinkedHashMap<>();
        policy.tools().forEach(tool -> tools.put(tool.tool(), tool.plans()));
        return tools;
    }

    /// The plans under which a tool may be used; empty when it may not be used at all.
    public Set<PlanId> plans(ToolId tool) {
        ApprovedTool approved = access.tool(tool);
        return approved == null ? Set.of() : approved.plans();
    }

    /// The checklists: by tool in the order of the file, then by plan.
    public List<Checklist> checklists() {
        return checklists.all();
    }

    /// Those that somebody of these teams has to complete.
    public List<Checklist> checklists(Collection<String> teams) {
        return checklists().stream().filter(list -> isFor(list, teams)).toList();
    }

    /// Whether a checklist is one of a tool that people of these teams may use.
    public boolean isFor(Checklist checklist, Collection<String> teams) {
        ApprovedTool tool = access.tool(checklist.tool());
        return tool != null && tool.isFor(teams);
    }

    /// Whether prompts of somebody pass as far as they themselves are concerned: no gate that
    /// refuses is closed for them, with one tool at least.
    public boolean letsThrough(Register.Member member, Instant now) {
        boolean stopped =
                policy.programme().checklist() == Gate.Strictness.BLOCK
                        && stopsEveryToolOf(member, now);
        return !stopped && gates.letThrough(member.standing(), now);
    }

    /// Whether somebody has no tool whose checklist is complete or that has none, though there is a
    /// tool for them.
    public boolean stopsEveryToolOf(Register.Member member, Instant now) {
        ChecklistStanding standing = member.standing().checklists();
        if (standing == null) {
            return false;
        }
        boolean any = false;
        for (ApprovedTool tool : policy.tools()) {
            if (tool.isFor(member.teams())) {
                for (PlanId plan : tool.plans()) {
                    Checklist asked = checklists.awaited(tool.tool(), plan);
                    if (asked == null || !standing.lapsed(asked, now)) {
                        return false;
                    }
                    any = true;
                }
            }
        }
        return any;
    }

    /// The rules about content, in the order of the file.
    public List<ContentRule> content() {
        return policy.content();
    }

    /// The company's own phrases, by which texts are marked, of all rules.
    public List<String> phrases() {
        return policy.content().stream()
                .flatMap(rule -> rule.phrases().stream())
                .distinct()
                .toList();
    }

    /// The classes of repositories, in the order of the file; the first that fits counts.
    public List<RepositoryClass> repositories() {
        return policy.repositories();
    }

    /// The class of a repository; null when it has none, or none is named.
    public @Nullable RepositoryClass repositoryClass(@Nullable String repository) {
        return repositories.first(repository);
    }

    /// What is kept of bodies.
    public CaptureTerms captureTerms() {
        return policy.capture();
    }
}
