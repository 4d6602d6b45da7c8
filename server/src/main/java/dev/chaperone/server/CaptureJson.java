// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.erasures.Keeping;
import dev.chaperone.workspace.openings.CapturedBody;
import dev.chaperone.workspace.petitions.Petition;

import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What the answers about captured content have in common.
final class CaptureJson {
    private CaptureJson() {}

    /// A wish with its decision.
    ///
    /// @param decidedBy null while nobody has decided
    /// @param lapses when it lapses unless somebody decides; null once somebody has
    record Wish(
            String reason,
            String askedBy,
            Instant asked,
            @Nullable Boolean approved,
            @Nullable String decidedBy,
            @Nullable Instant decided,
            @Nullable Instant lapses) {
        static Wish of(Petition petition) {
            Petition.Verdict verdict = petition.verdict();
            return new Wish(
                    petition.reason(),
                    petition.askedBy().value(),
                    petition.askedAt(),
                    verdict == null ? null : verdict.approved(),
                    verdict == null ? null : verdict.by().value(),
                    verdict == null ? null : verdict.at(),
                    verdict == null ? petition.lapsesAt() : null);
        }
    }

    /// What was kept of a prompt or an answer, and whether it is there.
    ///
    /// @param state `none`, `kept`, `held`, `erased` or `expired`
    /// @param until when what is there expires, or would if nobody held it
    /// @param ended when what is gone was destroyed; null while that is under way
    /// @param reason of the erasure, or the rule by which it expired
    record Kept(
            @Schema(allowableValues = {"prompt", "answer"}) String side,
            @Schema(allowableValues = {"metadata", "digest", "redacted", "full"}) String level,
            @Schema(allowableValues = {"none", "kept", "held", "erased", "expired"}) String state,
            @Nullable Instant until,
            @Nullable Instant ended,
            @Nullable String reason) {
        static Kept of(CapturedBody body) {
            String side = ShownText.word(body.side());
            String level = body.level().written();
            return switch (body.keeping()) {
                case null -> new Kept(side, level, "none", null, null, null);
                case Keeping.Kept(var until, _) -> new Kept(side, level, "kept", until, null, null);
                case Keeping.Held(var until, _) -> new Kept(side, level, "held", until, null, null);
                case Keeping.Erased(var erasure, var at) ->
                        new Kept(side, level, "erased", null, at, erasure.wish().reason());
                case Keeping.Expired(var at, var rule) ->
                        new Kept(side, level, "expired", null, at, rule);
            };
        }
    }

    static @Nullable String id(@Nullable PersonId person) {
        return person == null ? null : person.value();
    }
}
