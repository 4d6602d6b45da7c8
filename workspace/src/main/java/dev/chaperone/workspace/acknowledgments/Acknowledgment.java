// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.acknowledgments;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.people.Employment;
import dev.chaperone.workspace.people.Person;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Somebody's signature under one version of the policy. It is never changed and never deleted; a
/// later one stands beside it.
///
/// @param version of the policy
/// @param policy hash of its file
/// @param document SHA-256 of the page that the person was shown
/// @param language of that page
/// @param reason why it was asked for, as the ledger names it
/// @param signer who they were then; it does not change with them
/// @param assignedAt since when it was asked for
/// @param dueAt by when
/// @param presentedAt when the page was shown to them; null when that is not known
/// @param consent the sentence that the person agreed to
/// @param method how they signed: `portal`, `api` or `paper`
/// @param authentication how it was known who they were, without anything secret
/// @param entry of the ledger that holds it
public record Acknowledgment(
        String id,
        PersonId person,
        Signer signer,
        int version,
        Digest policy,
        Digest document,
        String language,
        String reason,
        Instant assignedAt,
        Instant dueAt,
        @Nullable Instant presentedAt,
        Instant acknowledgedAt,
        String consent,
        String method,
        String authentication,
        long entry) {
    static final String PAPER = "paper";

    /// Whether two others vouch for it.
    public boolean isOnPaper() {
        return method.equals(PAPER);
    }

    /// A person as they were when they signed; what was not known then, or before this was kept, is
    /// null.
    ///
    /// @param employment `employee`, `contractor`, …
    /// @param manager id
    public record Signer(
            @Nullable String name,
            @Nullable String email,
            @Nullable String employment,
            @Nullable String department,
            @Nullable String manager) {
        static Signer of(Person person) {
            Employment known = person.employment();
            return new Signer(
                    person.name(),
                    person.email(),
                    known.kind() == null ? null : known.kind().written(),
                    known.department(),
                    known.manager() == null ? null : known.manager().value());
        }
    }
}
