// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/// What kind of repository those are whose name fits a pattern, for example `confidential`.
///
/// @param name a word of the policy's own
/// @param tools that may be used there; null: all that the policy allows, empty: none
public record RepositoryClass(Glob match, String name, @Nullable Set<ToolId> tools) {
    public RepositoryClass {
        tools = tools == null ? null : Set.copyOf(tools);
    }

    boolean allows(ToolId tool) {
        return tools == null || tools.contains(tool);
    }
}
