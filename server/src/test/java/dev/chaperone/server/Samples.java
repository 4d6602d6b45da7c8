// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.catalog.Catalog;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Event.Effect;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.PolicyException;
import dev.chaperone.policy.PolicyFile;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;
import dev.chaperone.workspace.activity.Agreement;
import dev.chaperone.workspace.activity.Projection;
import dev.chaperone.workspace.people.People;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Invented content for pages.
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-24T14:05:30Z");
    static final PersonId ADA = new PersonId("person_" + "a".repeat(26));
    static final String INTERACTION = "interaction_" + "b".repeat(26);
    static final String POLICY_TEXT =
            """
            apiVersion: chaperone.dev/v1
            organization: Northwind Robotics
            owner: ai-governance@northwind.example
            effective: 2026-11-01
            tools:
              - tool: claude-code
                plans: [api, enterprise]
              - tool: claude-api
                plans: [api]
            content:
              - id: no-secrets
                detect: [secret]
                action: block
                because: Credentials belong in the vault, never in a prompt.
              - id: attachments-are-noted
                detect: [attachment]
                action: warn
            """;
    static final Shell ADMINISTRATOR =
            new Shell(
                    true,
                    "Grace Okafor",
                    "administrator",
                    List.of(
                            new Shell.Group(
                                    "Use",
                                    List.of(
                                            new Shell.Way("/", "Home"),
                                            new Shell.Way("/activity", "Activity"),
                                            new Shell.Way("/people", "People"),
                                            new Shell.Way("/policy", "Policy")))),
                    Set.of("activity", "people", "policy"));

    private Samples() {}

    static PolicySnapshot policy() {
        try {
            return PolicyFile.read(POLICY_TEXT, Catalog.builtIn(), Set.of());
        } catch (PolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    static HomeView home(List<HourChart.Hour> hours, List<ActivityRow> blocked, boolean empty) {
        return home(hours, blocked, empty, null);
    }

    static HomeView home(
            List<HourChart.Hour> hours,
            List<ActivityRow> blocked,
            boolean empty,
            @Nullable String canary) {
        return new HomeView(
                "Northwind Robotics",
                true,
                empty,
                new HomeView.Rights(true, true, true, true, true),
                HomeView.Day.of(hours, NOW),
                blocked,
                false,
                canary,
                Words.count(1204, "request", "requests"),
                HomeView.LedgerFigures.of(
                        new Ledger.State.Writing(),
                        empty ? 0 : 2391,
                        new Projection.Progress(empty ? 0 : 2391, 0, 0, 0, false),
                        NOW),
                RowsView.of(agreement(0), NOW),
                HomeView.Policy.of(policy()),
                new HomeView.Setup(
                        "http://127.0.0.1:8601",
                        empty ? List.of() : List.of("demo-model"),
                        "data/config.yaml",
                        ""));
    }

    static List<HourChart.Hour> hours(int... totals) {
        List<HourChart.Hour> hours = new ArrayList<>();
        Instant start = NOW.truncatedTo(ChronoUnit.HOURS).minus(23, ChronoUnit.HOURS);
        for (int i = 0; i < 24; i++) {
            long total = i < totals.length ? totals[i] : 0;
            long blocked = total / 9;
            long warned = total / 14;
            hours.add(
                    new HourChart.Hour(
                            start.plus(i, ChronoUnit.HOURS),
                            Map.of(
                                    Effect.ALLOWED, total - blocked - warned,
                                    Effect.WARNED, warned,
                                    Effect.BLOCKED, blocked)));
        }
        return hours;
    }

    static ActivityRow row(int seconds, Effect effect, String repository) {
        boolean blocked = effect == Effect.BLOCKED;
        return new ActivityRow(
                "interaction_" + String.format("%026d", seconds),
                Moment.of(NOW.minusSeconds(seconds), NOW),
                Mark.of(effect),
                seconds % 2 == 0 ? "Ada Moreau" : "Tomasz Lindqvist",
                seconds % 3 == 0 ? "Claude API" : "Claude Code 2.1.203",
                "api",
                "claude-sonnet-4-5",
                repository,
                blocked ? "no-secrets" : effect == Effect.WARNED ? "attachments-are-noted" : "",
                blocked ? "1 × aws-access-key" : "",
                blocked ? "none" : "12,480 / 862",
                blocked ? "not sent" : seconds < 10 ? "on its way" : "200",
                !blocked && seconds < 10,
                "");
    }

    /// Of rows that a whole check has just gone through.
    static Agreement agreement(int altered) {
        List<Long> examples = altered == 0 ? List.of() : List.of(12L);
        return new Agreement(2391, 2391, NOW, 0, 0, altered, 0, 0, false, examples, 0, false);
    }

    static ActivityView activity(List<ActivityRow> rows, boolean filtered) {
        return new ActivityView(
                new ActivityView.Form(
                        List.of(new ActivityView.Option(ADA.value(), "Ada Moreau", false)),
                        List.of(new ActivityView.Option("claude-code", "Claude Code", filtered)),
                        List.of(new ActivityView.Option("blocked", "Blocked", false)),
                        List.of(new ActivityView.Option("telemetry", "Telemetry", false)),
                        List.of(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        filtered),
                true,
                rows,
                12,
                null,
                0,
                new ActivityView.Links(
                        "/activity/rows",
                        "/activity",
                        rows.isEmpty() ? null : "/activity?cursor=9"));
    }

    static LeafView intent(Effect effect, @Nullable String repository) {
        return intent(Event.Source.GATEWAY, "messages", effect, repository);
    }

    static LeafView intent(
            Event.Source source, String operation, Effect effect, @Nullable String repository) {
        boolean blocked = effect == Effect.BLOCKED;
        return LeafView.of(
                2391,
                Leaves.write(
                        new Event.Intent(
                                INTERACTION,
                                NOW.minusSeconds(75),
                                source,
                                new Event.Caller(ADA, "token_" + "c".repeat(26)),
                                new Event.Use(
                                        operation,
                                        new ToolId("claude-code"),
                                        "2.1.203",
                                        false,
                                        new PlanId("api"),
                                        new VendorId("anthropic"),
                                        "claude-sonnet-4-5",
                                        true,
                                        repository,
                                        "0d9c2f36-5b1e-4f0a-9a55-8b1c6f1d2e77",
                                        "demo-model",
                                        Event.Account.CORPORATE),
                                new Event.Verdict(
                                        effect,
                                        blocked ? "no-secrets" : null,
                                        blocked
                                                ? List.of(
                                                        new Event.FindingCount(
                                                                "aws-access-key", "shaped", 1))
                                                : List.of(),
                                        Event.Scan.COMPLETE,
                                        policy().hash(),
                                        7),
                                new Event.Body(
                                        48_211,
                                        Digest.of("prompt"),
                                        Event.Capture.of(CaptureLevel.REDACTED, "short")))));
    }

    static LeafView outcome() {
        return LeafView.of(
                2392,
                Leaves.write(
                        new Event.Outcome(
                                2391,
                                NOW.minusSeconds(73),
                                Event.Result.ANSWERED,
                                200,
                                new Event.Body(3_870, Digest.of("answer"), Event.Capture.FAILED),
                                new Event.Tokens(12_480L, 862L),
                                "end_turn",
                                1_842)));
    }

    static InteractionView interaction(Effect effect, @Nullable LeafView outcome) {
        return interaction(intent(effect, "northwind/arm-firmware"), outcome);
    }

    static InteractionView interaction(LeafView intent, @Nullable LeafView outcome) {
        boolean blocked =
                intent.leaf().path("decision").path("effect").asString("").equals("blocked");
        return new InteractionView(
                intent,
                outcome,
                new InteractionView.Names(
                        "Ada Moreau",
                        "laptop",
                        "Claude Code",
                        true,
                        blocked
                                ? Refused.explain("no-secrets", "1 × aws-access-key", policy())
                                : null),
                NOW);
    }

    static PersonView person() {
        Moment made = Moment.of(NOW.minus(9, ChronoUnit.DAYS), NOW);
        return new PersonView(
                ADA.value(),
                "Ada Moreau",
                "ada@northwind.example",
                "developer",
                "Uses the gateway; sees the policy.",
                "Firmware, Platform",
                "DE",
                new EmploymentView(
                        "employee",
                        "Firmware",
                        "Engineer",
                        "grace@northwind.example",
                        "Grace Okafor",
                        "2025-03-01",
                        ""),
                true,
                List.of(
                        new PersonView.TokenRow(
                                "token_" + "c".repeat(26),
                                "laptop",
                                made,
                                "Grace Okafor",
                                null,
                                "in use",
                                made,
                                "",
                                true),
                        new PersonView.TokenRow(
                                "token_" + "d".repeat(26),
                                "old desktop",
                                made,
                                "the administrator token",
                                made,
                                "revoked",
                                null,
                                "never",
                                false)),
                true,
                true,
                true);
    }

    static PeopleView people() {
        return new PeopleView(
                List.of(
                        new PeopleView.Row(
                                ADA.value(),
                                "Ada Moreau",
                                "ada@northwind.example",
                                "developer",
                                "Firmware, Platform",
                                "active",
                                "1"),
                        new PeopleView.Row(
                                "person_" + "g".repeat(26),
                                "Grace Okafor",
                                "grace@northwind.example",
                                "administrator",
                                "Security",
                                "active",
                                "0"),
                        new PeopleView.Row(
                                "person_" + "t".repeat(26),
                                "Tomasz Lindqvist",
                                "tomasz@northwind.example",
                                "developer",
                                "Cloud",
                                "active",
                                "2")),
                new People.Count(3, 3),
                "",
                PeopleView.Pages.of(1, 100, 3),
                true,
                PeopleView.Form.EMPTY,
                null,
                CommandLines.addPerson(""));
    }
}
