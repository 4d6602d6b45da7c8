// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.detection.Detector;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Asks a policy that is not in force what it would have decided on recorded requests, one after
/// the other. Read [#take(Recorded)].
///
/// Gates are left out: they are about what people had done by a day, not about traffic. Of a prompt
/// that would have been redacted it is taken that everything could be taken out.
public final class Replay {
    /// Policies of then that are told apart; there are fewer unless somebody made them up.
    private static final int ERAS = 1_000;

    private static final String MARKER = "company-marker";
    private static final ToolId NO_TOOL = new ToolId("unknown");
    private static final PlanId NO_PLAN = new PlanId("unknown");

    private final PolicySnapshot policy;
    private final Circumstances circumstances;
    private final Doubts doubts;
    private final Coverage coverage;
    private final Tally tally;
    private final Map<Digest, Era> eras = new HashMap<>();
    private final Era unknown;
    private final Register register;

    /// What is known beside the requests.
    ///
    /// @param then the policy behind a hash, if it is known
    /// @param exemptions the exceptions that lifted rules then, with their dates
    /// @param kinds what a detector finds; null when there is no such detector
    public record Circumstances(
            Function<Digest, Optional<PolicySnapshot>> then,
            Exemptions exemptions,
            Function<String, Detector.@Nullable Kind> kinds) {}

    public Replay(PolicySnapshot policy, Circumstances circumstances) {
        this.policy = policy;
        this.circumstances = circumstances;
        this.doubts = new Doubts(policy.policy());
        this.coverage = new Coverage(policy.policy());
        this.tally = new Tally(policy);
        this.unknown = new Era(null, policy);
        this.register = new Register(0, Map.of(), Map.of(), circumstances.exemptions(), "");
    }

    /// What somebody would have been told.
    private record Judged(Effect effect, @Nullable String rule) {}

    /// Judges one request and adds it up.
    public void take(Recorded request) {
        Era era = era(request.verdict().policy());
        Unjudged besides = besides(request, era);
        if (besides != null) {
            tally.unjudged(request, besides);
            if (besides == Unjudged.GATE && request.asker() != null && isOfATool(request)) {
                List<Question.Detected> found = new ArrayList<>();
                tally.doubted(read(request.content(), era, found));
                coverage.saw(question(request, found));
            }
            return;
        }
        List<Question.Detected> detected = new ArrayList<>();
        Unjudged doubt = read(request.content(), era, detected);
        Question question = question(request, detected);
        tally.doubted(doubt);
        tally.unsearched(era.unsearched());
        Decision decision = decide(request, question);
        Unjudged open = open(decision, doubt, question, request);
        if (open != null) {
            tally.unjudged(request, open);
            return;
        }
        Judged judged = at(request, era, decision);
        if (judged == null) {
            tally.unjudged(request, Unjudged.MAY_NOT_STOP);
        } else {
            tally.judged(request, judged.effect(), judged.rule());
        }
    }

    /// What has come of all of them.
    public Replayed result() {
        return tally.result(coverage.idle());
    }

    private Era era(Digest hash) {
        Era era = eras.get(hash);
        if (era == null && eras.size() < ERAS) {
            era = new Era(circumstances.then().apply(hash).orElse(null), policy);
            eras.put(hash, era);
        }
        return era == null ? unknown : era;
    }

    /// Why the policy has no part in it, or can not be asked; null when it can.
    private @Nullable Unjudged besides(Recorded request, Era era) {
        if (request.point() == Recorded.Point.CONNECTION) {
            return Unjudged.CONNECTION;
        }
        if (request.caller() == null) {
            return Unjudged.NOT_BY_POLICY;
        }
        Unjudged besides = era.besides(request.verdict().rule());
        if (besides != null) {
            return besides;
        }
        if (!isOfATool(request)) {
            return Unjudged.NO_TOOL_OR_PLAN;
        }
        return request.asker() == null ? Unjudged.NO_PERSON : null;
    }

    /// Whether tool and plan are known, as far as they have to be.
    private boolean isOfATool(Recorded request) {
        ToolId tool = request.use().tool();
        PlanId plan = request.use().plan();
        if (request.point() == Recorded.Point.TOLD) {
            return true;
        }
        // A hook that does not tell its plan is asked for it where several are allowed.
        return tool != null
                && plan != null
                && (!plan.equals(NO_PLAN) || policy.plans(tool).size() <= 1);
    }

    /// Reads the findings; what can not be told what it is, is left out and is a doubt.
    private @Nullable Unjudged read(
            Recorded.Content content, Era era, List<Question.Detected> detected) {
        Unjudged doubt = null;
        for (Recorded.Found each : content.found()) {
            Detector.Kind kind = circumstances.kinds().apply(each.detector());
            if (kind == null) {
                doubt = Unjudged.FORMER_DETECTOR;
            } else if (each.detector().equals(MARKER) && era.dropsPhrases()) {
                doubt = doubt == null ? Unjudged.FORMER_PHRASE : doubt;
            } else {
                detected.add(
                        new Question.Detected(each.detector(), kind, each.count(), each.name()));
            }
        }
        return doubt;
    }

    private Question question(Recorded request, List<Question.Detected> detected) {
        Register.Member asker = request.asker();
        if (asker == null) {
            throw new IllegalStateException("Nobody asked");
        }
        Recorded.Use use = request.use();
        ToolId tool = use.tool() == null ? NO_TOOL : use.tool();
        return new Question(
                register,
                asker,
                new Question.Use(
                        tool, plan(use, tool), use.repository(), use.model(), use.source()),
                detected,
                request.content().scanned(),
                request.content().attachments() == Recorded.Attachments.SOME ? 1 : 0,
                request.at());
    }

    /// What hooks and telemetry do not tell is the plan that the policy allows: that alone is not
    /// against it.
    private PlanId plan(Recorded.Use use, ToolId tool) {
        PlanId told = use.plan();
        return told == null || told.equals(NO_PLAN)
                ? policy.plans(tool).stream().findFirst().orElse(NO_PLAN)
                : told;
    }

    private Decision decide(Recorded request, Question question) {
        boolean answer =
                request.point() == Recorded.Point.ANSWER
                        && policy.plans(question.tool()).contains(question.plan());
        if (!answer) {
            coverage.saw(question);
            return policy.decide(question);
        }
        Answer said = new Answer(question.detected(), question.scanned());
        coverage.saw(said);
        return policy.readsAnswers() ? policy.decide(said) : new Decision.Allow();
    }

    /// Why a decision is not certain; null when it is. What is not known could only speak against a
    /// request as well, so a block stays one, unless a condition may have gone by what is not
    /// known.
    private @Nullable Unjudged open(
            Decision decision, @Nullable Unjudged doubt, Question question, Recorded request) {
        Unjudged reason = doubt;
        if (reason == null
                && request.point() != Recorded.Point.ANSWER
                && doubts.about(request.content().attachments(), question)) {
            reason = Unjudged.ATTACHMENTS;
        }
        boolean certain =
                reason == null
                        || decision instanceof Decision.Block(var ground)
                                && !doubts.isCondition(ground.rule());
        return certain ? null : reason;
    }

    /// What a decision comes to at the point where it is made; null when that is not known.
    private static @Nullable Judged at(Recorded request, Era era, Decision decision) {
        return switch (decision) {
            case Decision.Allow _ -> new Judged(Effect.ALLOWED, null);
            case Decision.Warn(var ground, _) -> new Judged(Effect.WARNED, ground.rule());
            case Decision.Redact(var ground, _, _, _) ->
                    request.point() == Recorded.Point.BETWEEN
                            ? new Judged(Effect.REDACTED, ground.rule())
                            : stopped(request, era, ground);
            case Decision.Block(var ground) -> stopped(request, era, ground);
        };
    }

    private static @Nullable Judged stopped(Recorded request, Era era, Decision.Ground ground) {
        Recorded.Verdict before = request.verdict();
        // It went on although its rule was to stop it: the tool lets nobody stop it there.
        boolean wentOn = before.effect() == Effect.WARNED && era.blocks(before.rule());
        Effect effect =
                switch (request.point()) {
                    case BETWEEN, CONNECTION -> Effect.BLOCKED;
                    case BEFORE -> wentOn ? Effect.WARNED : Effect.BLOCKED;
                    case TOLD -> Effect.WARNED;
                    case AFTER, ANSWER ->
                            before.effect() == Effect.BLOCKED
                                    ? Effect.BLOCKED
                                    : wentOn ? Effect.WARNED : null;
                };
        return effect == null ? null : new Judged(effect, ground.rule());
    }
}
