// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.Locale;
import java.util.Optional;

/// One of the three kinds of telemetry that OTLP carries, each with a path of its own
/// (OpenTelemetry Protocol, OTLP/HTTP).
public enum OtlpSignal {
    LOGS("resourceLogs", "scopeLogs", "logRecords"),
    TRACES("resourceSpans", "scopeSpans", "spans"),
    METRICS("resourceMetrics", "scopeMetrics", "metrics");

    private final String resources;
    private final String scopes;
    private final String records;

    OtlpSignal(String resources, String scopes, String records) {
        this.resources = resources;
        this.scopes = scopes;
        this.records = records;
    }

    /// What is sent to a path, if anything is.
    public static Optional<OtlpSignal> at(String path) {
        return switch (path) {
            case "/v1/logs" -> Optional.of(LOGS);
            case "/v1/traces" -> Optional.of(TRACES);
            case "/v1/metrics" -> Optional.of(METRICS);
            default -> Optional.empty();
        };
    }

    /// The spelling in tables and paths.
    public String written() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The member of an export in JSON that holds what came from one resource each.
    String resources() {
        return resources;
    }

    String scopes() {
        return scopes;
    }

    String records() {
        return records;
    }

    /// The member of the answer that tells how many were not taken.
    String rejected() {
        return switch (this) {
            case LOGS -> "rejectedLogRecords";
            case TRACES -> "rejectedSpans";
            case METRICS -> "rejectedDataPoints";
        };
    }
}
