// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.petitions.Petition;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What the answers about captured content have in common.
final class CaptureJson {
    private CaptureJson() {}

    /// A wish with its decision.
    ///
    /// @param decidedBy null while nobody has decided
    /// @param lapses when it lapses unless somebody decides; null once somebody has
    record Wish(
            String reason,
            String askedBy,
            Instant asked,
            @Nullable Boolean approved,
            @Nullable String decidedBy,
            @Nullable Instant decided,
            @Nullable Instant lapses) {
        static Wish of(Petition petition) {
            Petition.Verdict verdict = petition.verdict();
            return new Wish(
                    petition.reason(),
                    petition.askedBy().value(),
                    petition.askedAt(),
                    verdict == null ? null : verdict.approved(),
                    verdict == null ? null : verdict.by().value(),
                    verdict == null ? null : verdict.at(),
                    verdict == null ? petition.lapsesAt() : null);
        }
    }

    static @Nullable String id(@Nullable PersonId person) {
        return person == null ? null : person.value();
    }
}
