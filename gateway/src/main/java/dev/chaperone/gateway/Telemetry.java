// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.OtlpEncoding;
import dev.chaperone.protocols.OtlpSignal;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

import java.util.Optional;

/// What is at the paths of telemetry: `POST /v1/logs`, `/v1/traces`, `/v1/metrics` (OTLP/HTTP).
final class Telemetry {
    /// Of `google.rpc.Code`.
    private static final int INVALID_ARGUMENT = 3;

    private static final int UNAUTHENTICATED = 16;
    private static final int UNAVAILABLE = 14;
    private static final int RESOURCE_EXHAUSTED = 8;
    private static final int INTERNAL = 13;
    private static final int STALLED = 408;
    private static final String RETRY_SECONDS = "5";

    private Telemetry() {}

    static boolean isAt(String path) {
        return OtlpSignal.at(path).isPresent();
    }

    static void enter(Site site, HttpServerRequest request, String path) {
        OtlpSignal signal = OtlpSignal.at(path).orElseThrow();
        Optional<OtlpEncoding> encoding = OtlpEncoding.of(request.getHeader("content-type"));
        if (!request.method().equals(HttpMethod.POST)) {
            request.response().putHeader("allow", "POST");
            refuse(request, OtlpEncoding.JSON, 405, "this path takes POST.");
        } else if (encoding.isEmpty()) {
            refuse(
                    request,
                    OtlpEncoding.JSON,
                    415,
                    "send telemetry as application/json or application/x-protobuf (OTLP/HTTP)."
                            + " gRPC is not spoken here.");
        } else {
            new TelemetryExchange(site, request, signal, encoding.get()).walk();
        }
    }

    static void answer(HttpServerRequest request, OtlpEncoding encoding, byte[] body) {
        end(request, request.response().setStatusCode(200), encoding, body);
    }

    static void refuse(
            HttpServerRequest request, OtlpEncoding encoding, int status, String message) {
        HttpServerResponse response = request.response().setStatusCode(status);
        if (isWorthRetrying(status)) {
            response.putHeader("retry-after", RETRY_SECONDS);
        }
        end(request, response, encoding, encoding.refusal(code(status), "Chaperone: " + message));
    }

    /// The statuses after which exporters send the same again (OTLP/HTTP, Failures).
    private static boolean isWorthRetrying(int status) {
        return status == 429 || status == 503;
    }

    private static int code(int status) {
        return switch (status) {
            case 401 -> UNAUTHENTICATED;
            case 429 -> RESOURCE_EXHAUSTED;
            case 500 -> INTERNAL;
            case 503 -> UNAVAILABLE;
            default -> INVALID_ARGUMENT;
        };
    }

    private static void end(
            HttpServerRequest request,
            HttpServerResponse response,
            OtlpEncoding encoding,
            byte[] body) {
        if (response.headWritten() || response.closed()) {
            return;
        }
        response.putHeader("content-type", encoding.mediaType());
        Future<Void> told = response.end(Buffer.buffer(body));
        if (!request.isEnded()) {
            Reply.letGoBy(request, told, response.getStatusCode() == STALLED);
        }
    }
}
