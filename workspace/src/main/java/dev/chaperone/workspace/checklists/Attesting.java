// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.petitions.Party;

import org.jspecify.annotations.Nullable;

/// What somebody sends to attest an item of their own checklist.
///
/// @param by who is signed in; nobody attests for another
/// @param digest of the item that they were shown; null when they do not say
/// @param evidence a text or a link; null when there is none
/// @param method `portal` or `api`
public record Attesting(
        Party by,
        ToolId tool,
        PlanId plan,
        String item,
        @Nullable Digest digest,
        @Nullable String evidence,
        String method) {}
