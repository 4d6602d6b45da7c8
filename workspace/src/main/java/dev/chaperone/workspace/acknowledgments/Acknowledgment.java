// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;

/// Somebody's signature under one version of the policy. It is never changed and never deleted; a
/// later one stands beside it.
///
/// @param version of the policy
/// @param policy hash of its file
/// @param document SHA-256 of the page that the person was shown
/// @param language of that page
/// @param reason why it was asked for, as the ledger names it
/// @param assignedAt since when it was asked for
/// @param dueAt by when
/// @param consent the sentence that the person agreed to
/// @param method how they signed: `portal` or `api`
/// @param authentication how it was known who they were, without anything secret
/// @param entry of the ledger that holds it
public record Acknowledgment(
        String id,
        PersonId person,
        int version,
        Digest policy,
        Digest document,
        String language,
        String reason,
        Instant assignedAt,
        Instant dueAt,
        Instant acknowledgedAt,
        String consent,
        String method,
        String authentication,
        long entry) {}
