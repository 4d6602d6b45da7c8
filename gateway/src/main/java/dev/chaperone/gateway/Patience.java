// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

import java.time.Duration;
import java.util.IdentityHashMap;

/// Ends connections on which no request is under way for too long: who writes its head one letter
/// at a time does not hold a place.
///
/// One for each server of an event loop.
final class Patience {
    private final Vertx vertx;
    private final Duration first;
    private final Duration later;
    private final IdentityHashMap<HttpConnection, Long> waiting = new IdentityHashMap<>();

    /// @param first for the first request
    /// @param later for the next one
    Patience(Vertx vertx, Duration first, Duration later) {
        this.vertx = vertx;
        this.first = first;
        this.later = later;
    }

    /// A connection was opened.
    void opened(HttpConnection connection) {
        waitFor(connection, first);
    }

    private void waitFor(HttpConnection connection, Duration patience) {
        cancel(connection);
        waiting.put(
                connection,
                vertx.setTimer(
                        patience.toMillis(),
                        _ -> {
                            waiting.remove(connection);
                            var _ = connection.close();
                        }));
    }

    /// A request came on a connection.
    void came(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        cancel(connection);
        // Over HTTP/2 others may be under way; there streams are counted and heads are limited.
        if (request.version() != HttpVersion.HTTP_2) {
            request.response().endHandler(_ -> waitFor(connection, later));
        }
    }

    /// A connection is gone.
    void forget(HttpConnection connection) {
        cancel(connection);
    }

    private void cancel(HttpConnection connection) {
        Long timer = waiting.remove(connection);
        if (timer != null) {
            vertx.cancelTimer(timer);
        }
    }
}
