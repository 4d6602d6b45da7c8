// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.exceptions;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// An exception from a rule of the policy, wished for or approved.
///
/// @param requester a person's id or `admin-token`
/// @param approvals of others, the oldest first
/// @param approvedAt when enough had approved it; null before
/// @param ending how it ended before its time; null when it did not
public record RuleException(
        String id,
        NewException wish,
        String requester,
        Instant requestedAt,
        List<Approval> approvals,
        @Nullable Instant approvedAt,
        @Nullable Ending ending) {
    public RuleException {
        approvals = List.copyOf(approvals);
    }

    /// Somebody's word for it.
    public record Approval(String who, Instant at) {}

    /// How it ended before its time.
    ///
    /// @param as `rejected`, `revoked` or `control-failed`
    public record Ending(String as, String who, Instant at) {}

    /// How it stands at a moment: nobody sets it.
    public enum State {
        /// It waits for approvals.
        REQUESTED,
        /// Its time has not come.
        APPROVED,
        /// It lifts its rule.
        ACTIVE,
        /// Its time is over.
        EXPIRED,
        /// Somebody said no.
        REJECTED,
        /// Somebody ended it.
        REVOKED,
        /// What should be done instead of the rule was not done.
        CONTROL_FAILED;

        /// The spelling of the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public State state(Instant now) {
        if (ending != null) {
            return switch (ending.as()) {
                case "revoked" -> State.REVOKED;
                case "control-failed" -> State.CONTROL_FAILED;
                default -> State.REJECTED;
            };
        }
        if (!now.isBefore(wish.until())) {
            return State.EXPIRED;
        }
        if (approvedAt == null) {
            return State.REQUESTED;
        }
        return now.isBefore(wish.from()) ? State.APPROVED : State.ACTIVE;
    }
}
