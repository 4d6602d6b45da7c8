// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.sources;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

/// Something that is looked for, and what came of it. Where nobody reports, nothing is found, which
/// is not the same as that there is nothing.
///
/// @param tool null when it is looked for whatever the tool
/// @param findings how many there are; null when it can not be told
/// @param why it can not be told; null when it can
public record Look(
        Finding.Kind kind,
        @Nullable ToolId tool,
        @Nullable Integer findings,
        @Nullable String why) {
    static Look of(Finding.Kind kind, @Nullable ToolId tool, int findings) {
        return new Look(kind, tool, findings, null);
    }

    static Look noData(Finding.Kind kind, @Nullable ToolId tool, String why) {
        return new Look(kind, tool, null, why);
    }
}
