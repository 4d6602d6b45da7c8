// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.detection.Scanner;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.UnreadableBodyException;
import dev.chaperone.protocols.WireFormat;

import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.Objects;

/// The first steps of every walk: take the whole body in and have it read. What can not be read
/// whole does not pass.
///
/// @param scanner the one in force when the request came
/// @param mayBeKept whether the body may be kept
record Intake(
        Site site, HttpServerRequest request, Facts facts, Scanner scanner, boolean mayBeKept) {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    Future<Void> receive(WireFormat format) {
        return Receiving.body(request, site, format == WireFormat.AS_IT_STANDS)
                .compose(body ->
                        unpacked(body)
                                .map(plain -> {
                                    facts.received(body, plain);
                                    return null;
                                }));
    }

    private Future<byte[]> unpacked(byte[] body) {
        Coding coding = Coding.of(request).orElseThrow();
        int limit = site.configuration().limits().maxBody();
        return coding == Coding.NONE
                ? Future.succeededFuture(body)
                : site.context()
                        .executeBlocking(() -> coding.unpack(body, limit), false)
                        .map(Objects::requireNonNull);
    }

    /// Reads all of the body and runs the detectors.
    Future<Void> inspect(WireFormat format) {
        return site.inspecting()
                .inspect(scanner, format, facts.body(), mayBeKept)
                .recover(fault -> Future.failedFuture(unreadable(fault)))
                .map(result -> {
                    facts.inspected(result);
                    return null;
                });
    }

    static Refusal unreadable(Throwable fault) {
        if (fault instanceof UnreadableBodyException) {
            return new Refusal(
                    Fault.MALFORMED,
                    "unreadable-body",
                    "the request body can not be read ("
                            + fault.getMessage()
                            + "), so it can not be"
                            + " checked and was not sent.");
        }
        // The message may hold a piece of the body; the kind of fault must do.
        LOG.error("The detectors failed with {}", fault.getClass().getName());
        return new Refusal(
                Fault.INTERNAL,
                "not-scanned",
                "Chaperone could not check the prompt because of a fault of its own, so it was not"
                        + " sent. Your administrator finds the reason in the log.");
    }
}
