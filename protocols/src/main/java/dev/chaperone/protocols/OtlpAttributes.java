// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Named values of a record or of the program that sent it, as far as they fit. They may hold a
/// prompt, so they say nothing of themselves.
final class OtlpAttributes {
    /// More than any assistant sends with one record.
    private static final int MOST = 64;

    /// A span tells in them what happened within it, step by step.
    private static final int MOST_UNNAMED = 1_000;

    private final Map<String, String> named = new LinkedHashMap<>();
    private final List<String> unnamed = new ArrayList<>();
    private boolean cut;

    /// The first value of a name counts.
    void add(String name, String value) {
        if (named.size() >= MOST) {
            cut = true;
        } else if (!value.isEmpty()) {
            named.putIfAbsent(name, value);
        }
    }

    /// Adds what has no name of its own.
    void add(String value) {
        if (unnamed.size() >= MOST_UNNAMED) {
            cut = true;
        } else if (!value.isEmpty()) {
            unnamed.add(value);
        }
    }

    @Nullable String value(String name) {
        return named.get(name);
    }

    Map<String, String> named() {
        return named;
    }

    List<String> unnamed() {
        return unnamed;
    }

    /// Whether something was left out.
    boolean isCut() {
        return cut;
    }
}
