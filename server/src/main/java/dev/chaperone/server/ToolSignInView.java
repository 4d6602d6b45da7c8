// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The page on which somebody approves the sign-in of a tool.
///
/// @param code as it was typed, or as the address names it
/// @param waiting what is about to be approved; null until a code was looked up
/// @param self name of whoever is signed in, who approves for themselves; null for the
///   administrator token
/// @param people for whom else this caller may approve
record ToolSignInView(
        String code, @Nullable Waiting waiting, @Nullable String self, List<Choice> people) {
    ToolSignInView {
        people = List.copyOf(people);
    }

    /// A tool that waits.
    record Waiting(String tool, String address, Moment asked) {}

    /// A person to choose.
    record Choice(String id, String name) {}
}
