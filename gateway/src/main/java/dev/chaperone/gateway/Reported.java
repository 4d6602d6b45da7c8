// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.policy.Question;
import dev.chaperone.policy.Register;
import dev.chaperone.policy.Rules;
import dev.chaperone.protocols.WireText;
import dev.chaperone.protocols.Workplace;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What the record says of telemetry of one caller: what the tool told of itself, and what the
/// policy in force makes of it. Nothing could be stopped, so the worst is a warning.
///
/// @param caller whose token the exporter has
record Reported(
        Site site,
        Rules rules,
        Register register,
        Register.Credential caller,
        HttpServerRequest request) {
    /// Stands for a program that is none of the catalogue, and for a plan of it.
    private static final ToolId NO_TOOL = new ToolId("unknown");

    private static final PlanId NO_PLAN = new PlanId("unknown");
    private static final ToolId CLAUDE_CODE = new ToolId("claude-code");

    Event.Intent intent(Reports.Sum sum) {
        Verdict verdict = decide(sum);
        Names names = site.names();
        Workplace workplace = workplace(sum);
        return new Event.Intent(
                OpaqueId.next("interaction"),
                now(),
                Event.Source.TELEMETRY,
                new Event.Caller(caller.person(), caller.id()),
                new Event.Use(
                        sum.isPrompt() ? "telemetry-prompt" : "telemetry-use",
                        sum.first().tool(),
                        names.version(sum.version()),
                        true,
                        plan(sum.first().tool()),
                        null,
                        names.model(sum.model()),
                        false,
                        names.repository(workplace.name()),
                        names.session(sum.first().session()),
                        null,
                        account(sum),
                        sum.isPrompt() ? names.session(sum.first().turn()) : null,
                        names.commit(workplace.commit())),
                new Event.Verdict(
                        verdict.effect(),
                        verdict.rule(),
                        sum.detected().stream().map(Inspection.Detected::recorded).toList(),
                        scan(sum),
                        rules.policy().hash(),
                        register.number(),
                        verdict.exception()),
                null,
                null,
                said(sum));
    }

    /// What the calls took that an entry sums up.
    Event.Outcome outcome(Reports.Sum sum, long intent) {
        boolean failed = sum.failures() > 0 && sum.failures() == sum.calls();
        return new Event.Outcome(
                intent,
                now(),
                failed ? Event.Result.REFUSED : Event.Result.ANSWERED,
                null,
                null,
                new Event.Tokens(sum.input(), sum.output()),
                null,
                sum.millis());
    }

    /// Of whom an entry is a sign of life.
    Senders.Sender sender(Event.Intent intent) {
        return new Senders.Sender(
                Event.Source.TELEMETRY,
                intent.use().tool(),
                caller.person(),
                intent.use().session());
    }

    /// Where the session works: telemetry does not tell, other ways in may have.
    private Workplace workplace(Reports.Sum sum) {
        return site.senders()
                .workplaces()
                .of(caller.person(), site.names().session(sum.first().session()));
    }

    /// Policies go by names only.
    private static @Nullable String known(@Nullable String repository) {
        return WireText.UNREADABLE.equals(repository) ? null : repository;
    }

    private Instant now() {
        return site.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private Event.@Nullable Reported said(Reports.Sum sum) {
        List<String> mcp =
                sum.mcp().stream()
                        .map(site.names()::word)
                        .map(Objects::requireNonNull)
                        .distinct()
                        .toList();
        String permissions = site.names().word(sum.permissions());
        boolean nothing = sum.prompts() + sum.calls() + sum.failures() + sum.tools() == 0;
        return nothing && mcp.isEmpty() && permissions == null
                ? null
                : new Event.Reported(
                        sum.prompts(), sum.calls(), sum.failures(), sum.tools(), mcp, permissions);
    }

    private static Event.Scan scan(Reports.Sum sum) {
        if (!sum.isRead()) {
            return Event.Scan.NONE;
        }
        return sum.isScanned() ? Event.Scan.COMPLETE : Event.Scan.PARTIAL;
    }

    /// By the organization that the tool names, where the company's are configured.
    private Event.Account account(Reports.Sum sum) {
        String told = sum.organization();
        if (told == null || !CLAUDE_CODE.equals(sum.first().tool())) {
            return Event.Account.UNKNOWN;
        }
        List<String> ours =
                site.configuration().upstreams().stream()
                        .filter(upstream -> upstream.kind() == Upstream.Kind.ANTHROPIC)
                        .flatMap(upstream -> upstream.organizations().stream())
                        .toList();
        if (ours.isEmpty()) {
            return Event.Account.UNKNOWN;
        }
        return ours.contains(told) ? Event.Account.CORPORATE : Event.Account.PERSONAL;
    }

    /// The plan that is told, or else the only one that the policy allows for the tool.
    private @Nullable PlanId plan(@Nullable ToolId tool) {
        String told = request.getHeader("x-chaperone-plan");
        if (told != null) {
            return site.names().plan(told);
        }
        Set<PlanId> allowed = tool == null ? Set.of() : rules.policy().plans(tool);
        return allowed.size() == 1 ? allowed.iterator().next() : null;
    }

    private record Verdict(
            Event.Effect effect, @Nullable String rule, @Nullable String exception) {}

    private Verdict decide(Reports.Sum sum) {
        PolicySnapshot policy = rules.policy();
        ToolId tool = sum.first().tool() == null ? NO_TOOL : sum.first().tool();
        PlanId plan = plan(tool);
        if (plan == null) {
            // Several are allowed and none is told: that alone is not against the policy.
            plan = policy.plans(tool).stream().findFirst().orElse(NO_PLAN);
        }
        Decision decision =
                policy.decide(
                        new Question(
                                register,
                                caller.member(),
                                new Question.Use(
                                        tool,
                                        plan,
                                        known(site.names().repository(workplace(sum).name())),
                                        null,
                                        Event.Source.TELEMETRY.written()),
                                sum.detected().stream().map(Inspection.Detected::asked).toList(),
                                sum.isScanned(),
                                0,
                                site.clock().instant()));
        return switch (decision) {
            case Decision.Allow(var exception) ->
                    new Verdict(Event.Effect.ALLOWED, null, exception);
            case Decision.Warn(var ground, var exception) -> warned(ground, exception);
            case Decision.Redact(var ground, _, _, var exception) -> warned(ground, exception);
            case Decision.Block(var ground) -> warned(ground, null);
        };
    }

    private static Verdict warned(Decision.Ground ground, @Nullable String exception) {
        return new Verdict(Event.Effect.WARNED, ground.rule(), exception);
    }
}
