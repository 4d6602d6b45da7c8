// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.policies;

import dev.chaperone.vocabulary.Digest;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// A policy on its way into force.
///
/// @param text the whole file, as it is proposed now
/// @param material whether its author wants everybody to sign again
/// @param base hash of the policy that was in force when it was submitted; null before
/// @param version that it became; null until it is published
/// @param steps what was done with it, the oldest first
public record Proposal(
        String id,
        String text,
        Digest hash,
        String note,
        boolean material,
        String author,
        Instant createdAt,
        State state,
        @Nullable Digest base,
        @Nullable Integer version,
        List<Step> steps) {
    public Proposal {
        steps = List.copyOf(steps);
    }

    /// Where it stands.
    public enum State {
        /// Somebody writes on it.
        DRAFT,
        /// It waits for approvals.
        IN_REVIEW,
        /// It became a version.
        PUBLISHED,
        /// It will not.
        WITHDRAWN;

        /// The spelling of the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// What somebody did with it.
    public enum Act {
        DRAFTED,
        EDITED,
        SUBMITTED,
        APPROVED,
        SENT_BACK,
        WITHDRAWN,
        PUBLISHED;

        /// The spelling of the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// One step.
    ///
    /// @param who a person's id or `admin-token`
    /// @param hash of the text at that time
    public record Step(Act act, String who, Instant at, Digest hash, String note) {}

    /// Who approved exactly the text that it has now, after it was submitted last: an approval of
    /// other bytes is none.
    public List<String> approvers() {
        Set<String> approvers = new HashSet<>();
        for (Step step : steps) {
            switch (step.act()) {
                case SUBMITTED, EDITED, SENT_BACK -> approvers.clear();
                case APPROVED -> {
                    if (step.hash().equals(hash)) {
                        approvers.add(step.who());
                    }
                }
                case DRAFTED, WITHDRAWN, PUBLISHED -> {
                    // Says nothing about approvals.
                }
            }
        }
        return approvers.stream().sorted().toList();
    }

    /// Who wrote on it: none of them may approve it.
    public Set<String> writers() {
        Set<String> writers = new HashSet<>(Set.of(author));
        for (Step step : steps) {
            if (step.act() == Act.DRAFTED || step.act() == Act.EDITED) {
                writers.add(step.who());
            }
        }
        return writers;
    }
}
