// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.captures.Capture;
import dev.chaperone.detection.Scanner;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;

import io.vertx.core.Context;
import io.vertx.core.Future;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/// Decides on which thread a body is inspected: small ones at once on the event loop, where they
/// take well under a millisecond; large ones on a worker, so that they do not hold up others.
final class Inspecting {
    private static final int SMALL = 256 * 1024;

    private final Inspector.Memory memory;
    private final Context context;

    /// For the thread of the event loop, with the scanner that was used last.
    private Inspector here;

    Inspecting(Scanner scanner, Inspector.Memory memory, Context context) {
        this.memory = memory;
        this.here = new Inspector(scanner, memory);
        this.context = context;
    }

    /// Fails with [UnreadableBodyException], or with whatever a detector threw.
    ///
    /// @param scanner the one in force when the request came
    Future<Inspection> inspect(Scanner scanner, WireFormat format, byte[] body, boolean mayBeKept) {
        if (body.length > SMALL) {
            return context.executeBlocking(
                            () -> new Inspector(scanner, memory).inspect(format, body, mayBeKept),
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
            here = new Inspector(scanner, memory);
        }
        return here;
    }

    /// What must not be kept of a prompt at level redacted.
    Future<List<Capture.Masked>> masks(Inspection inspection) {
        int size = inspection.prompt().body().length;
        return masks(inspection.scanner(), size, inspector -> inspector.masks(inspection));
    }

    /// What must not be kept of an answer at level redacted.
    Future<List<Capture.Masked>> masks(byte[] answer, boolean eventStream, boolean encoded) {
        return masks(
                here.scanner(),
                answer.length,
                inspector -> inspector.masks(answer, eventStream, encoded));
    }

    private Future<List<Capture.Masked>> masks(
            Scanner scanner, int size, Function<Inspector, List<Capture.Masked>> find) {
        if (size > SMALL) {
            return context.executeBlocking(() -> find.apply(new Inspector(scanner, memory)), false)
                    .map(masks -> Objects.requireNonNull(masks));
        }
        return Future.succeededFuture().map(_ -> find.apply(here(scanner)));
    }
}
