// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.Fault;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/// Takes in the whole body of a paused request, within a limit.
final class Receiving {
    private static final int FIRST_GUESS = 16 * 1024;
    private static final int TRICKLE = 10;

    private final HttpServerRequest request;
    private final int limit;
    private final Duration idle;
    private final Vertx vertx;
    private final EndOfTurn endOfTurn;
    private final long began = System.nanoTime();
    private final Promise<byte[]> whole = Promise.promise();
    private byte[] bytes;
    private int length;
    private long lastSign = began;
    private long timer = -1;

    private Receiving(HttpServerRequest request, Site site, int announced) {
        this.request = request;
        this.limit = site.configuration().limits().maxBody();
        this.idle = site.configuration().limits().bodyIdle();
        this.vertx = site.context().owner();
        this.endOfTurn = site.endOfTurn();
        this.bytes = new byte[announced >= 0 ? announced : FIRST_GUESS];
    }

    /// The body's bytes; fails with a [Refusal] when it is too large, does not come to its end, or
    /// is of a kind that can not be read.
    ///
    /// @param anyType whether it may be something else than JSON
    static Future<byte[]> body(HttpServerRequest request, Site site, boolean anyType) {
        if (Coding.of(request).isEmpty()) {
            return refused(
                    "Content-Encoding is '"
                            + request.getHeader("content-encoding")
                            + "'. Send the body uncompressed, or as gzip or zstd.");
        }
        String type = request.getHeader("content-type");
        if (!anyType && !isJson(type)) {
            return refused("Content-Type is '" + type + "'. Send 'application/json'.");
        }
        long announced = announcedLength(request);
        int limit = site.configuration().limits().maxBody();
        if (announced > limit) {
            return Future.failedFuture(tooLarge(limit));
        }
        return new Receiving(request, site, (int) announced).receive();
    }

    private Future<byte[]> receive() {
        request.handler(this::take);
        request.exceptionHandler(fault ->
                whole.tryFail(
                        new Refusal(
                                Fault.MALFORMED,
                                "unreadable-body",
                                "the request ended before its body was complete.")));
        request.endHandler(_ -> end());
        request.resume();
        // A small body comes with its head, and needs no clock.
        endOfTurn.run(this::watchTheClock);
        return whole.future().onComplete(_ -> vertx.cancelTimer(timer));
    }

    /// Neither a body that stops nor one that only trickles holds its place for ever.
    private void watchTheClock() {
        long now = System.nanoTime();
        long left =
                Math.min(
                        idle.toNanos() - (now - lastSign),
                        TRICKLE * idle.toNanos() - (now - began));
        if (whole.future().isComplete()) {
            return;
        }
        if (left <= 0) {
            whole.tryFail(
                    new Refusal(
                            Fault.BODY_STALLED,
                            "unreadable-body",
                            "the request body did not come to its end in time, so it was not"
                                    + " sent."));
            forget();
        } else {
            timer = vertx.setTimer(left / 1_000_000 + 1, _ -> watchTheClock());
        }
    }

    private void forget() {
        bytes = new byte[0];
        length = 0;
        request.handler(_ -> {});
    }

    private void end() {
        // The request lives as long as its answer; the body must not.
        request.handler(null);
        request.exceptionHandler(null);
        request.endHandler(null);
        whole.tryComplete(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }

    private void take(Buffer chunk) {
        lastSign = System.nanoTime();
        int needed = length + chunk.length();
        if (needed > limit) {
            whole.tryFail(tooLarge(limit));
            forget();
            return;
        }
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(limit, 2 * bytes.length)));
        }
        chunk.getBytes(0, chunk.length(), bytes, length);
        length = needed;
    }

    private static long announcedLength(HttpServerRequest request) {
        String written = request.getHeader("content-length");
        if (written == null) {
            return -1;
        }
        try {
            return Long.parseLong(written);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static boolean isJson(@Nullable String type) {
        if (type == null) {
            return false;
        }
        String media = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return media.equals("application/json");
    }

    private static Future<byte[]> refused(String what) {
        return Future.failedFuture(
                new Refusal(
                        Fault.UNSUPPORTED_MEDIA,
                        "unreadable-body",
                        "this body can not be checked, so it was not sent: its " + what));
    }

    static Refusal tooLarge(int limit) {
        return new Refusal(
                Fault.TOO_LARGE,
                "body-too-large",
                "the request body is larger than "
                        + limit / (1024 * 1024)
                        + " MiB, so it was not read and not sent.");
    }
}
