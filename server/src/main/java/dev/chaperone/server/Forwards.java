// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import com.fasterxml.jackson.annotation.JsonIgnore;

import dev.chaperone.exports.Forwarding;
import dev.chaperone.exports.TargetState;
import dev.chaperone.ledger.Leaves;
import dev.chaperone.ledger.Ledger;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How each target of `forward` in the configuration is doing. Pages, API and `doctor` say the
/// same. What is not known is not fine.
final class Forwards {
    /// Longer than a target without answers needs until its silence counts as taking.
    private static final Duration LATE = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(Forwards.class);

    private final Forwarding forwarding;
    private final Ledger ledger;
    private final Clock clock;

    Forwards(Outlets outlets, Ledger ledger, Clock clock) {
        this.forwarding = outlets.forwarding();
        this.ledger = ledger;
        this.clock = clock;
    }

    /// How a target is doing.
    ///
    /// @param to the destination in words
    /// @param received how many entries, from the first on, it has; null until that is known
    /// @param behind how many it does not have yet
    /// @param waitingSince when the oldest of those was written; null when none waits, or when that
    ///   can not be told
    /// @param lastSuccess when it last took entries, be it before a restart; null when it never did
    /// @param silentSince the same while something is wrong, null while nothing is
    /// @param lastFailure when a try last failed since the start
    /// @param lastError what was wrong then
    record Standing(
            String name,
            String to,
            Checks.State state,
            @Nullable Long received,
            long behind,
            @Nullable Instant waitingSince,
            @Nullable Instant lastSuccess,
            @Nullable Instant silentSince,
            @Nullable Instant lastFailure,
            @Nullable String lastError,
            @JsonIgnore boolean failing) {

        /// What its state means, in words.
        String words() {
            String waiting = Words.count(behind, "entry waits", "entries wait");
            if (received == null && !failing) {
                return "not begun";
            }
            return switch (state) {
                case PROBLEM -> (failing ? lastError : "it takes nothing") + "; " + waiting;
                case UNKNOWN ->
                        waiting
                                + (waitingSince == null
                                        ? "; since when can not be told"
                                        : "; it is catching up");
                case FINE -> behind == 0 ? "has everything" : waiting;
            };
        }
    }

    /// All targets, in the order of the configuration.
    List<Standing> standings() {
        return forwarding.states().stream().map(this::standing).toList();
    }

    private Standing standing(TargetState target) {
        Instant now = clock.instant();
        Instant waitingSince = target.behind() == 0 ? null : written(Math.max(0, target.sent()));
        Checks.State state = state(target, waitingSince, now);
        return new Standing(
                target.name(),
                target.to(),
                state,
                target.sent() < 0 ? null : target.sent(),
                target.behind(),
                waitingSince,
                target.lastSuccess(),
                state == Checks.State.PROBLEM ? target.lastSuccess() : null,
                target.lastFailure(),
                target.lastError(),
                target.failing());
    }

    static Checks.State state(TargetState target, @Nullable Instant waitingSince, Instant now) {
        if (target.failing()) {
            return Checks.State.PROBLEM;
        }
        if (target.sent() < 0) {
            return Checks.State.UNKNOWN;
        }
        if (target.behind() == 0) {
            return Checks.State.FINE;
        }
        if (waitingSince == null) {
            return Checks.State.UNKNOWN;
        }
        if (!isLate(waitingSince, now)) {
            return Checks.State.FINE;
        }
        Instant success = target.lastSuccess();
        return success == null || isLate(success, now)
                ? Checks.State.PROBLEM
                : Checks.State.UNKNOWN;
    }

    private static boolean isLate(Instant since, Instant now) {
        return since.plus(LATE).isBefore(now);
    }

    /// When an entry was written; null when that can not be told.
    private @Nullable Instant written(long index) {
        try {
            List<byte[]> entry = ledger.read(Math.max(index, ledger.first()), 1);
            return entry.isEmpty() ? null : Leaves.read(entry.getFirst()).at();
        } catch (IOException e) {
            LOG.warn("Entry {}, which waits to be forwarded, can not be read", index, e);
            return null;
        } catch (IllegalArgumentException e) {
            return null; // of a newer version, or no entry of ours: it states no time
        }
    }
}
