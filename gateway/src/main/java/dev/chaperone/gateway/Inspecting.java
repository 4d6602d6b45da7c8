// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Capture;
import dev.chaperone.detection.Scanner;
import dev.chaperone.policy.PolicySnapshot;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;

import io.vertx.core.Context;
import io.vertx.core.Future;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;

/// Decides on which thread a body is inspected: small ones at once on the event loop, where they
/// take well under a millisecond; large ones on a worker, so that they do not hold up others.
final class Inspecting {
    private static final int SMALL = 256 * 1024;

    private final Inspector.Memory memory;
    private final Duration time;
    private final Context context;

    /// For the thread of the event loop, with the scanner that was used last.
    private Inspector here;

    /// @param time that the detectors may take for a body
    Inspecting(Scanner scanner, Inspector.Memory memory, Duration time, Context context) {
        this.memory = memory;
        this.time = time;
        this.here = new Inspector(scanner, memory, time);
        this.context = context;
    }

    /// Fails with [UnreadableBodyException], or with whatever a detector threw.
    ///
    /// @param scanner the one in force when the request came
    Future<Inspection> inspect(Scanner scanner, WireFormat format, byte[] body, boolean mayBeKept) {
        if (body.length > SMALL) {
            return context.executeBlocking(
                            () ->
                                    new Inspector(scanner, memory, time)
                                            .inspect(format, body, mayBeKept),
                            false)
                    .map(inspection -> Objects.requireNonNull(inspection));
        }
        try {
            return Future.succeededFuture(here(scanner).inspect(format, body, mayBeKept));
        } catch (UnreadableBodyException | RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private Inspector here(Scanner scanner) {
        if (here.scanner() != scanner) {
            here = new Inspector(scanner, memory, time);
        }
        return here;
    }

    /// Takes what these detectors find out of a body that was inspected.
    Future<byte[]> redact(Inspection inspection, Set<String> detectors, Redaction redaction) {
        byte[] body = inspection.prompt().body();
        return run(
                inspection.scanner(),
                body.length,
                inspector -> {
                    inspector.redact(inspection, detectors, redaction);
                    return redaction.apply(body);
                });
    }

    /// What must not be kept of a prompt at level redacted.
    Future<List<Capture.Masked>> masks(Inspection inspection) {
        int size = inspection.prompt().body().length;
        return run(inspection.scanner(), size, inspector -> inspector.masks(inspection));
    }

    /// What must not be kept of an answer at level redacted.
    Future<List<Capture.Masked>> masks(
            Scanner scanner, byte[] answer, boolean eventStream, boolean encoded) {
        return run(
                scanner, answer.length, inspector -> inspector.masks(answer, eventStream, encoded));
    }

    /// Looks at a whole answer; never fails, but tells the look when that did not succeed.
    Future<Void> look(AnswerLook look, byte[] answer) {
        return run(look.scanner(), answer.length, _ -> look.read(answer))
                .onSuccess(look::take)
                .onFailure(_ -> look.canNotRead())
                .<Void>mapEmpty()
                .otherwiseEmpty();
    }

    /// A look at one answer while it passes.
    AnswerLook look(Scanner scanner, PolicySnapshot policy) {
        return new AnswerLook(scanner, policy, time);
    }

    private <T> Future<T> run(Scanner scanner, int size, Function<Inspector, T> work) {
        if (size > SMALL) {
            return context.executeBlocking(
                            () -> work.apply(new Inspector(scanner, memory, time)), false)
                    .map(result -> Objects.requireNonNull(result));
        }
        return Future.succeededFuture().map(_ -> work.apply(here(scanner)));
    }
}
