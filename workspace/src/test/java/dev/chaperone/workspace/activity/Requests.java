// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.vocabulary.VendorId;
import dev.chaperone.workspace.TestWorkspace;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;

/// A request to append: an ordinary one, of which each method changes one thing.
final class Requests {
    static final Digest POLICY = Digest.of("policy");

    private final String id = OpaqueId.next("interaction");
    private final @Nullable PersonId person;
    private Instant at = TestWorkspace.NOON;
    private Event.Source source = Event.Source.GATEWAY;
    private String operation = "messages";
    private String tool = "claude-code";
    private String plan = "team";
    private @Nullable String model = "claude-sonnet";
    private @Nullable String repository = "github.example/team/app";
    private @Nullable String session = "session-1";
    private @Nullable String commit;
    private Event.Effect effect = Event.Effect.ALLOWED;
    private @Nullable String rule;
    private List<Event.FindingCount> findings = List.of();
    private Event.@Nullable Capture capture;

    private Requests(@Nullable PersonId person) {
        this.person = person;
    }

    static Requests by(@Nullable PersonId person) {
        return new Requests(person);
    }

    String id() {
        return id;
    }

    Instant at() {
        return at;
    }

    Requests at(Instant other) {
        at = other;
        return this;
    }

    Requests from(Event.Source other) {
        source = other;
        return this;
    }

    /// Told by a hook.
    Requests hook(String kind) {
        source = Event.Source.HOOK;
        operation = "hook-" + kind;
        return this;
    }

    /// Told by telemetry.
    Requests telemetry(String kind) {
        source = Event.Source.TELEMETRY;
        operation = "telemetry-" + kind;
        return this;
    }

    Requests with(String otherTool, String otherPlan) {
        tool = otherTool;
        plan = otherPlan;
        return this;
    }

    Requests texts(
            @Nullable String otherModel,
            @Nullable String otherRepository,
            @Nullable String otherSession) {
        model = otherModel;
        repository = otherRepository;
        session = otherSession;
        return this;
    }

    Requests on(String checkedOut) {
        commit = checkedOut;
        return this;
    }

    Requests decided(Event.Effect other, @Nullable String byRule, String... detectors) {
        effect = other;
        rule = byRule;
        findings =
                List.of(detectors).stream()
                        .map(detector -> new Event.FindingCount(detector, "shaped", 2))
                        .toList();
        return this;
    }

    Requests kept(Event.@Nullable Capture stated) {
        capture = stated;
        return this;
    }

    Event.Intent intent() {
        return new Event.Intent(
                id,
                at,
                source,
                person == null ? null : new Event.Caller(person, "token_of_the_person"),
                new Event.Use(
                        operation,
                        new ToolId(tool),
                        "2.1.0",
                        false,
                        new PlanId(plan),
                        new VendorId("anthropic"),
                        model,
                        true,
                        repository,
                        session,
                        "anthropic",
                        Event.Account.CORPORATE,
                        null,
                        commit),
                new Event.Verdict(effect, rule, findings, Event.Scan.COMPLETE, POLICY, 7),
                new Event.Body(1_000, Digest.of("prompt"), capture));
    }

    static Event.Outcome outcome(long intent) {
        return outcome(intent, null);
    }

    static Event.Outcome outcome(long intent, Event.@Nullable Look look) {
        return new Event.Outcome(
                intent,
                TestWorkspace.NOON.plusSeconds(3),
                Event.Result.ANSWERED,
                200,
                new Event.Body(2_000, Digest.of("answer")),
                look,
                new Event.Tokens(30L, 40L),
                "end_turn",
                null,
                2_900);
    }

    static long append(Ledger ledger, Event event) {
        return append(ledger, Leaves.write(event));
    }

    static long append(Ledger ledger, String entry) {
        return append(ledger, entry.getBytes(StandardCharsets.UTF_8));
    }

    static long append(Ledger ledger, byte[] entry) {
        try {
            return ledger.append(entry).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
