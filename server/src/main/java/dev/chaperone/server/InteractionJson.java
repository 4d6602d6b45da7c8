// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.workspace.activity.Interaction;
import dev.chaperone.workspace.activity.Standing;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A request to an AI tool as the API shows it. What nobody stated is null.
///
/// @param exception the approved exception that permitted it; null when it needed none
/// @param altered columns of the database's row that somebody had changed; what is shown is what
///   the ledger says. `person.identity` when who the person is does not agree with the ledger. Null
///   when the ledger's entries could not be read to compare
/// @param capture how much of the prompt was kept beside its record; `metadata`, which is nothing,
///   also where the record is older than captures. Whether it still is there: `captured` of the
///   single request
record InteractionJson(
        String id,
        Instant at,
        @Nullable Who person,
        @Nullable String token,
        @Nullable String tool,
        @Nullable String toolVersion,
        boolean toolDeclared,
        @Nullable String plan,
        @Nullable String vendor,
        @Nullable String model,
        String operation,
        boolean stream,
        @Nullable String repository,
        @Nullable String session,
        @Nullable String commit,
        @Nullable String upstream,
        @Schema(allowableValues = {"gateway", "hook", "proxy", "telemetry", "connector", "manual"})
                String source,
        @Schema(allowableValues = {"allowed", "warned", "redacted", "blocked"}) String decision,
        @Nullable String rule,
        List<Found> findings,
        @Schema(allowableValues = {"complete", "partial", "none"}) String scan,
        @Nullable String exception,
        @Schema(allowableValues = {"metadata", "digest", "redacted", "full"}) String capture,
        @Schema(allowableValues = {"corporate", "personal", "unknown"}) String account,
        @Nullable Sent prompt,
        @Nullable Received answer,
        String policy,
        long register,
        Entries ledger,
        @Nullable List<String> altered) {

    /// @param email null when the person is not known any more, or was changed in the database
    record Who(String id, @Nullable String email) {}

    /// @param name which of the company's own secrets it is; missing for everything else
    record Found(
            String detector,
            String confidence,
            int count,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String name) {}

    /// @param tokens as the vendor counts them
    record Sent(long bytes, @Nullable Long tokens) {}

    /// @param result `answered`, `refused`, `cut-short`, `stopped`, `client-gone` or `failed`
    /// @param look what the policy made of it; null when it does not look at answers
    /// @param millis from the record being durable to the end of the answer
    record Received(
            @Nullable Integer status,
            String result,
            @Nullable Long bytes,
            @Nullable Long tokens,
            @Nullable Looked look,
            @Nullable String stopReason,
            long millis,
            Instant at) {}

    /// @param decision `blocked` when the answer was ended
    record Looked(
            @Schema(allowableValues = {"allowed", "warned", "blocked"}) String decision,
            @Nullable String rule,
            List<Found> findings,
            @Schema(allowableValues = {"complete", "none"}) String scan) {}

    /// Indices in the ledger.
    record Entries(long intent, @Nullable Long outcome) {}

    static InteractionJson of(Interaction it, Directory.Names names) {
        Event.Use use = it.use();
        Event.Caller caller = it.caller();
        Interaction.Outcome outcome = it.outcome();
        Event.Verdict verdict = it.verdict();
        return new InteractionJson(
                it.id(),
                it.at(),
                caller == null
                        ? null
                        : new Who(caller.person().value(), names.email(caller.person())),
                caller == null ? null : caller.token(),
                text(use.tool()),
                use.toolVersion(),
                use.declared(),
                text(use.plan()),
                text(use.vendor()),
                use.model(),
                use.operation(),
                use.stream(),
                use.repository(),
                use.session(),
                use.commit(),
                use.upstream(),
                it.source().written(),
                verdict.effect().written(),
                verdict.rule(),
                found(verdict.findings()),
                verdict.scan().written(),
                verdict.exception(),
                capture(it.promptCapture()),
                use.account().written(),
                sent(it.promptBytes(), outcome),
                received(outcome),
                verdict.policy().toString(),
                verdict.register(),
                new Entries(it.intent(), outcome == null ? null : outcome.index()),
                altered(it.standing(), caller != null && names.isUnconfirmed(caller.person())));
    }

    private static @Nullable List<String> altered(Standing standing, boolean person) {
        List<String> who = person ? List.of("person.identity") : List.of();
        return switch (standing) {
            case Standing.Confirmed() -> who;
            case Standing.Altered(var columns) ->
                    Stream.concat(columns.stream(), who.stream()).toList();
            case Standing.Unchecked() -> null;
        };
    }

    private static String capture(@Nullable CaptureLevel stated) {
        return (stated == null ? CaptureLevel.METADATA : stated).written();
    }

    private static @Nullable Sent sent(
            @Nullable Long bytes, Interaction.@Nullable Outcome outcome) {
        return bytes == null
                ? null
                : new Sent(bytes, outcome == null ? null : outcome.tokens().input());
    }

    private static @Nullable Received received(Interaction.@Nullable Outcome outcome) {
        return outcome == null
                ? null
                : new Received(
                        outcome.status(),
                        outcome.result().written(),
                        outcome.answerBytes(),
                        outcome.tokens().output(),
                        looked(outcome.look()),
                        outcome.stopReason(),
                        outcome.millis(),
                        outcome.at());
    }

    private static @Nullable Looked looked(Event.@Nullable Look look) {
        return look == null
                ? null
                : new Looked(
                        look.effect().written(),
                        look.rule(),
                        found(look.findings()),
                        look.scan().written());
    }

    private static List<Found> found(List<Event.FindingCount> findings) {
        return findings.stream()
                .map(each ->
                        new Found(each.detector(), each.confidence(), each.count(), each.name()))
                .toList();
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }
}
