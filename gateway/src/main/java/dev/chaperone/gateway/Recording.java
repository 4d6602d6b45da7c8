// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.ledger.Event;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;
import dev.chaperone.policy.CapturePlan;
import dev.chaperone.policy.Decision;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.protocols.Fault;
import dev.chaperone.vocabulary.CaptureLevel;

import io.vertx.core.Future;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last steps before anything goes on, of every walk: keep the body, and record what was
/// decided.
///
/// @param scanner the one in force when the request came
record Recording(Site site, Facts facts, Scanner scanner) {
    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    /// The rule of a refusal that is not recorded because nothing can be.
    private static final String NOT_RECORDED = "not-recorded";

    private static final String TOO_LARGE = "record-too-large";

    /// Keeps as much of the body as the policy says; goes on only when it is on disk. What a
    /// blocked prompt holds that should not leave is not stored either.
    Future<Void> keep(CapturePlan plan, CaptureLevel usual, boolean blocked) {
        CaptureLevel level = blocked ? usual.least(CaptureLevel.REDACTED) : usual;
        if (level == CaptureLevel.METADATA) {
            return Future.succeededFuture();
        }
        Keep keep = new Keep(facts.drawer(plan.retention()), facts.id(), level, scanner);
        return site.keeping()
                .prompt(keep, facts.inspection())
                .<Void>map(_ -> {
                    facts.captured(Event.Capture.of(level, plan.retention()));
                    return null;
                })
                .recover(cause -> {
                    facts.captured(Event.Capture.FAILED);
                    return blocked ? Future.succeededFuture() : Future.failedFuture(notKept(cause));
                });
    }

    /// Keeps and records what a hook tells of: done only when it is on disk. Fails with a [Refusal]
    /// where the policy wants it stopped.
    ///
    /// @param usual how much is kept of what goes on
    Future<Long> judged(PolicySnapshot policy, Decision decision, CaptureLevel usual) {
        CapturePlan plan = policy.capture(facts.question());
        boolean against = decision instanceof Decision.Block || decision instanceof Decision.Redact;
        return keep(plan, usual, against)
                .compose(_ ->
                        switch (decision) {
                            case Decision.Allow(var exception) ->
                                    append(Event.Effect.ALLOWED, null, exception);
                            case Decision.Warn(var ground, var exception) ->
                                    append(Event.Effect.WARNED, ground.rule(), exception);
                            case Decision.Redact(var ground, _, _, _) ->
                                    Future.failedFuture(
                                            against(
                                                    policy,
                                                    ground,
                                                    " A hook can not take it out of the text; take"
                                                            + " it out and ask again."));
                            case Decision.Block(var ground) ->
                                    Future.failedFuture(against(policy, ground, ""));
                        });
    }

    /// What the policy has against a request, in words.
    static Refusal against(PolicySnapshot policy, Decision.Ground ground, String more) {
        return new Refusal(
                Fault.POLICY,
                ground.rule(),
                "blocked by the policy of "
                        + policy.organization()
                        + ". "
                        + sentence(ground.explain())
                        + more
                        + contact(policy));
    }

    /// Ends with a full stop, so that no address runs into what follows.
    private static String sentence(String words) {
        return words.endsWith(".") ? words : words + ".";
    }

    /// The same words wherever the company is named as the one to tell (R84).
    private static String contact(PolicySnapshot policy) {
        String contact = policy.programme().incidents().contact();
        return contact == null
                ? ""
                : " Was something sent that should not have been? Tell " + contact + ".";
    }

    private static Refusal notKept(Throwable cause) {
        // The message may hold a piece of the body; the kind of fault must do.
        LOG.error("A prompt could not be kept: {}", cause.getClass().getName());
        return new Refusal(
                Fault.NOT_RECORDED,
                "not-kept",
                "the policy wants prompts kept, and this one can not be stored now, so it was not"
                        + " sent. Try again in a moment; your administrator finds the reason in the"
                        + " log.");
    }

    /// Appends the intent; done only when it is on disk.
    ///
    /// @param exception the one that permitted it; null when it needed none
    Future<Long> append(Event.Effect effect, @Nullable String rule, @Nullable String exception) {
        byte[] entry = Leaves.write(facts.intent(effect, rule, exception));
        if (entry.length > Ledger.MAX_ENTRY_BYTES && facts.shorten()) {
            LOG.error("A record of {} bytes does not fit into the ledger", entry.length);
            return effect == Event.Effect.BLOCKED
                    ? append(effect, TOO_LARGE, null)
                    : Future.failedFuture(recordTooLarge());
        }
        return Future.fromCompletionStage(site.ledger().append(entry), site.context())
                .recover(cause -> Future.failedFuture(notRecorded(cause)));
    }

    /// Records a refusal as far as it can be; never fails.
    Future<Void> refused(Refusal refusal, Event.Effect effect) {
        boolean recordable =
                refusal.fault() != Fault.NOT_RECORDED || !refusal.rule().equals(NOT_RECORDED);
        if (!recordable || (!facts.hasCaller() && !site.strangers().getsAnEntry())) {
            return Future.succeededFuture();
        }
        return append(effect, refusal.rule(), null)
                .onFailure(this::refusalNotRecorded)
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    private void refusalNotRecorded(Throwable lost) {
        LOG.warn("A refusal was not recorded: {}", lost.getMessage());
        if (!facts.hasCaller()) {
            site.strangers().count();
        }
    }

    private static Refusal recordTooLarge() {
        return new Refusal(
                Fault.INTERNAL,
                TOO_LARGE,
                "the record of this request does not fit into the ledger, so it was not sent. This"
                        + " is a fault of Chaperone or of its configuration; your administrator"
                        + " finds it in the log.");
    }

    private static Refusal notRecorded(Throwable cause) {
        return new Refusal(
                Fault.NOT_RECORDED,
                NOT_RECORDED,
                "the ledger can not record this request, so it was not sent: "
                        + cause.getMessage()
                        + " Try again in a moment; your administrator sees the reason with"
                        + " 'chaperone doctor'.");
    }
}
