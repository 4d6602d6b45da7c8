// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.checklists;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// That an item of somebody's checklist was done. It is never changed and never deleted; a later
/// one stands beside it.
///
/// @param digest of what was asked; another text is another item
/// @param policy hash of the policy that asked it
/// @param evidence a text or a link; null when none was given
/// @param method `portal`, `api`, `demo`, or `machine` when the product verified it
/// @param authentication how it was known who it was, without anything secret
/// @param entry of the ledger that holds it
public record Attestation(
        String id,
        PersonId person,
        ToolId tool,
        PlanId plan,
        String item,
        Digest digest,
        Digest policy,
        Instant at,
        @Nullable String evidence,
        String method,
        String authentication,
        long entry) {
    static final String MACHINE = "machine";

    Attestation recordedAs(long index) {
        return new Attestation(
                id,
                person,
                tool,
                plan,
                item,
                digest,
                policy,
                at,
                evidence,
                method,
                authentication,
                index);
    }

    /// Whether the product verified it, and nobody had to say so.
    public boolean isByMachine() {
        return method.equals(MACHINE);
    }
}
