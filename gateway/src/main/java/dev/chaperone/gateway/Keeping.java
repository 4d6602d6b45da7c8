// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Capture;
import dev.chaperone.captures.Captures;
import dev.chaperone.captures.Piece;
import dev.chaperone.captures.Side;
import dev.chaperone.ledger.Commitment;
import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;

/// Puts bodies into the store of captures, as much of them as the policy says.
///
/// One for each event loop, for its thread only.
final class Keeping {
    private static final Logger LOG = LoggerFactory.getLogger(Keeping.class);

    private final Captures captures;
    private final Inspecting inspecting;
    private final Context context;
    private int answers;
    private @Nullable Promise<Void> settled;

    Keeping(Captures captures, Inspecting inspecting, Context context) {
        this.captures = captures;
        this.inspecting = inspecting;
        this.context = context;
    }

    /// Keeps a prompt; done when it is on disk.
    Future<Void> prompt(Keep keep, Inspection inspection) {
        Commitment.Sealed opening = inspection.opening();
        if (opening == null) {
            throw new IllegalStateException("A prompt is to be kept that was not meant to be");
        }
        Future<List<Capture.Masked>> masks =
                keep.level() == CaptureLevel.REDACTED
                        ? inspecting.masks(inspection)
                        : Future.succeededFuture(List.of());
        byte[] body = inspection.prompt().body();
        return masks.compose(masked -> store(keep, Side.PROMPT, opening, body, masked));
    }

    /// Keeps an answer that has come to its end. Never fails, but says what was kept: the answer
    /// was given already.
    ///
    /// @param body the answer, or its first part when it is too long to be kept whole
    Future<Event.Capture> answer(
            Keep keep,
            Commitment.Sealed opening,
            byte[] body,
            boolean eventStream,
            boolean encoded) {
        answers++;
        Future<List<Capture.Masked>> masks =
                keep.level() == CaptureLevel.REDACTED
                        ? inspecting.masks(keep.scanner(), body, eventStream, encoded)
                        : Future.succeededFuture(List.of());
        return masks.compose(masked -> store(keep, Side.ANSWER, opening, body, masked))
                .map(_ -> Event.Capture.of(keep.level(), keep.drawer().retention()))
                .otherwise(cause -> {
                    // The message may hold a piece of the body; the kind of fault must do.
                    LOG.error("An answer could not be kept: {}", cause.getClass().getName());
                    return Event.Capture.FAILED;
                })
                // Not before whoever asked has recorded what was kept.
                .onComplete(_ -> context.runOnContext(_ -> answerDone()));
    }

    private Future<Void> store(
            Keep keep,
            Side side,
            Commitment.Sealed opening,
            byte[] body,
            List<Capture.Masked> masked) {
        Capture capture =
                new Capture(
                        keep.drawer(),
                        keep.interaction(),
                        side,
                        keep.level(),
                        opening.salt(),
                        body,
                        opening.body().bytes(),
                        opening.pieces().stream().map(Keeping::piece).toList(),
                        masked);
        return Future.fromCompletionStage(captures.keep(capture), context);
    }

    private static Piece piece(Commitment.Piece piece) {
        return new Piece(
                Math.toIntExact(piece.from()), Math.toIntExact(piece.to()), piece.sha256());
    }

    /// When no answer waits to be kept any more: only then all outcomes are recorded.
    Future<Void> settled() {
        if (answers == 0) {
            return Future.succeededFuture();
        }
        if (settled == null) {
            settled = Promise.promise();
        }
        return settled.future();
    }

    private void answerDone() {
        answers--;
        if (answers == 0 && settled != null) {
            settled.tryComplete();
        }
    }
}
