// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

/// A log record, span or metric of an export while it is read. It may hold a prompt, so it says
/// nothing of itself and goes no farther than to [TelemetryTable].
final class OtlpRecord {
    private final Origin origin;
    private final OtlpAttributes attributes = new OtlpAttributes();
    private @Nullable String name;
    private @Nullable String body;
    private long nanos;

    OtlpRecord(Origin origin) {
        this.origin = origin;
    }

    /// Who sent it: a program, and the part of it that made the record.
    static final class Origin {
        private final OtlpAttributes program;
        private String scope = "";

        Origin(OtlpAttributes program) {
            this.program = program;
        }

        OtlpAttributes program() {
            return program;
        }

        String scope() {
            return scope;
        }

        void scope(String told) {
            scope = told;
        }
    }

    Origin origin() {
        return origin;
    }

    OtlpAttributes attributes() {
        return attributes;
    }

    /// Of the event, span or metric; null when only attributes or the body tell.
    @Nullable String name() {
        return name;
    }

    void name(String told) {
        name = told.isEmpty() ? name : told;
    }

    @Nullable String body() {
        return body;
    }

    void body(String told) {
        body = told;
    }

    /// Since 1970; 0 when it is not told.
    long nanos() {
        return nanos;
    }

    /// The first time that is told counts.
    void nanos(long told) {
        nanos = nanos == 0 ? told : nanos;
    }
}
