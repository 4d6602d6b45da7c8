// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What the page about a request says about the content that was captured of it.
///
/// @param mayAsk whether this reader may ask to open it, and there is something to open
/// @param alone whether the policy in force asks for no second person
/// @param rights whether the reader sees who asked, or only when and why
/// @param problem why nothing can be said; null when it can
record CapturedView(
        String interaction,
        List<BodyRow> bodies,
        List<OpenedRow> openings,
        boolean mayAsk,
        boolean alone,
        boolean rights,
        @Nullable String problem) {
    CapturedView {
        bodies = List.copyOf(bodies);
        openings = List.copyOf(openings);
    }

    /// One of the two bodies.
    ///
    /// @param level what was kept, in words
    /// @param state null where there is nothing to say beyond the level
    /// @param detail until when, since when, why
    record BodyRow(String side, String level, Mark state, String detail) {}

    /// A wish to read, or that it was read.
    ///
    /// @param text who and when, or only when, in words
    /// @param path of the form that opens it; null when this reader can not
    record OpenedRow(String id, Mark state, String text, String reason, @Nullable String path) {}
}
