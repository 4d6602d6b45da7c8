// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Filters with one or two parts.
final class Filters {
    private Filters() {}

    static Filter where(String field, @Nullable String value) {
        return new Filter(
                field.equals("person") ? value : null,
                field.equals("tool") ? value : null,
                field.equals("plan") ? value : null,
                field.equals("repository") ? value : null,
                field.equals("model") ? value : null,
                field.equals("decision") ? value : null,
                field.equals("detector") ? value : null,
                field.equals("source") ? value : null,
                field.equals("session") ? value : null,
                null,
                null,
                field.equals("q") ? value : null,
                field.equals("commit") ? value : null);
    }

    static Filter between(@Nullable Instant from, @Nullable Instant to) {
        return new Filter(null, null, null, null, null, null, null, null, null, from, to, null);
    }
}
