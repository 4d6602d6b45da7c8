// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How a version of the policy came to be.
///
/// @param author who wrote it: a person's id, `system` or `admin-token`
/// @param approvers ids of the people who approved exactly its bytes; empty when nobody did
/// @param material whether everybody has to sign again
/// @param note what changed, in the author's words
/// @param proposal id of the proposal that it was; null when it was published at once
public record Origin(
        String author,
        List<String> approvers,
        boolean material,
        String note,
        @Nullable String proposal) {
    public Origin {
        approvers = List.copyOf(approvers);
    }
}
