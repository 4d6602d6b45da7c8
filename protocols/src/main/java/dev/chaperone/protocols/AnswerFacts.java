// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

/// What has been learned of an answer so far.
final class AnswerFacts {
    @Nullable Long plainInput;
    @Nullable Long cacheWrites;
    @Nullable Long cacheReads;
    @Nullable Long output;
    @Nullable String stopReason;
    @Nullable String model;
    @Nullable String error;
    int toolCalls;
    boolean complete;

    /// Events and bodies that were not what the format promises.
    int unreadable;

    /// All input tokens, however they were paid for; null as long as none was told.
    @Nullable Long input() {
        if (plainInput == null && cacheWrites == null && cacheReads == null) {
            return null;
        }
        return orZero(plainInput) + orZero(cacheWrites) + orZero(cacheReads);
    }

    /// The later of two tellings; saying nothing takes nothing back.
    static <T> @Nullable T later(@Nullable T before, @Nullable T now) {
        return now == null ? before : now;
    }

    static @Nullable String cleaned(@Nullable String text) {
        return text == null ? null : WireText.clean(text);
    }

    private static long orZero(@Nullable Long count) {
        return count == null ? 0 : count;
    }
}
