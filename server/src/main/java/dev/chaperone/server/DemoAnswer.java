// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// What the demo model says, and perhaps the tool it wants to be run.
///
/// @param text never empty
/// @param tool null when it has finished
record DemoAnswer(String text, @Nullable Call tool) {

    /// A tool to run.
    ///
    /// @param id unique within its conversation
    record Call(String id, String name, Map<String, String> input) {
        Call {
            input = Map.copyOf(input);
        }
    }
}
