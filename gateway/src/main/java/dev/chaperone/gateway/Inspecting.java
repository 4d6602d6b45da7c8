// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;

import io.vertx.core.Context;
import io.vertx.core.Future;

import java.util.Objects;

/// Decides on which thread a body is inspected: small ones at once on the event loop, where they
/// take well under a millisecond; large ones on a worker, so that they do not hold up others.
final class Inspecting {
    private static final int SMALL = 256 * 1024;

    private final Scanner scanner;
    private final Inspector.Memory memory;
    private final Inspector here;
    private final Context context;

    Inspecting(Scanner scanner, Inspector.Memory memory, Context context) {
        this.scanner = scanner;
        this.memory = memory;
        this.here = new Inspector(scanner, memory);
        this.context = context;
    }

    /// Fails with [UnreadableBodyException], or with whatever a detector threw.
    Future<Inspection> inspect(WireFormat format, byte[] body) {
        if (body.length > SMALL) {
            return context.executeBlocking(
                            () -> new Inspector(scanner, memory).inspect(format, body), false)
                    .map(inspection -> Objects.requireNonNull(inspection));
        }
        try {
            return Future.succeededFuture(here.inspect(format, body));
        } catch (UnreadableBodyException | RuntimeException e) {
            return Future.failedFuture(e);
        }
    }
}
