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

/// Requests to append: each wither changes one thing of an ordinary request.
record Requests(
        String id,
        Instant at,
        Event.Source source,
        @Nullable PersonId person,
        String tool,
        String plan,
        @Nullable String model,
        @Nullable String repository,
        @Nullable String session,
        Event.Effect effect,
        @Nullable String rule,
        List<Event.FindingCount> findings) {
    static final Digest POLICY = Digest.of("policy");

    static Requests by(@Nullable PersonId person) {
        return new Requests(
                OpaqueId.next("interaction"),
                TestWorkspace.NOON,
                Event.Source.GATEWAY,
                person,
                "claude-code",
                "team",
                "claude-sonnet",
                "github.example/team/app",
                "session-1",
                Event.Effect.ALLOWED,
                null,
                List.of());
    }

    Requests at(Instant at) {
        return new Requests(
                id,
                at,
                source,
                person,
                tool,
                plan,
                model,
                repository,
                session,
                effect,
                rule,
                findings);
    }

    Requests from(Event.Source source) {
        return new Requests(
                id,
                at,
                source,
                person,
                tool,
                plan,
                model,
                repository,
                session,
                effect,
                rule,
                findings);
    }

    Requests with(String tool, String plan) {
        return new Requests(
                id,
                at,
                source,
                person,
                tool,
                plan,
                model,
                repository,
                session,
                effect,
                rule,
                findings);
    }

    Requests texts(@Nullable String model, @Nullable String repository, @Nullable String session) {
        return new Requests(
                id,
                at,
                source,
                person,
                tool,
                plan,
                model,
                repository,
                session,
                effect,
                rule,
                findings);
    }

    Requests decided(Event.Effect effect, @Nullable String rule, String... detectors) {
        List<Event.FindingCount> found =
                List.of(detectors).stream()
                        .map(detector -> new Event.FindingCount(detector, "shaped", 2))
                        .toList();
        return new Requests(
                id,
                at,
                source,
                person,
                tool,
                plan,
                model,
                repository,
                session,
                effect,
                rule,
                found);
    }

    Event.Intent intent() {
        return new Event.Intent(
                id,
                at,
                source,
                person == null ? null : new Event.Caller(person, "token_of_the_person"),
                new Event.Use(
                        "messages",
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
                        Event.Account.CORPORATE),
                new Event.Verdict(effect, rule, findings, Event.Scan.COMPLETE, POLICY, 7),
                new Event.Body(1_000, Digest.of("prompt")));
    }

    static Event.Outcome outcome(long intent) {
        return new Event.Outcome(
                intent,
                TestWorkspace.NOON.plusSeconds(3),
                Event.Result.ANSWERED,
                200,
                new Event.Body(2_000, Digest.of("answer")),
                new Event.Tokens(30L, 40L),
                "end_turn",
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
