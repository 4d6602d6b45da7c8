// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.policy;

import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What the record tells of a request, as far as policies go by it: no text of it, but what the
/// detectors found.
///
/// @param caller null when nobody could be identified
/// @param asker the caller as policies go by them now; null when nobody of this id is known
/// @param use what of what was used where
/// @param point where it was decided
/// @param content what the detectors made of it
/// @param verdict what was decided then
public record Recorded(
        Instant at,
        @Nullable String caller,
        Register.@Nullable Member asker,
        Use use,
        Point point,
        Content content,
        Verdict verdict) {

    /// What was used.
    ///
    /// @param tool null when it could not be told
    /// @param plan null when none is recorded
    /// @param source by which way in the request came
    public record Use(
            @Nullable ToolId tool,
            @Nullable PlanId plan,
            @Nullable String repository,
            @Nullable String model,
            String source) {}

    /// Where a request was decided, which is what could be done about it there.
    public enum Point {
        /// Between tool and model: it can be changed, and ended.
        BETWEEN,
        /// In the tool, before it does something: it can be ended.
        BEFORE,
        /// In the tool, when something was done: some tools can be ended then.
        AFTER,
        /// What the model said, told by the tool.
        ANSWER,
        /// Told when it was over: nothing could be done.
        TOLD,
        /// A connection into which nobody looked.
        CONNECTION
    }

    /// What the detectors made of it.
    ///
    /// @param scanned whether they read all that is text
    /// @param attachments how many binary parts there were
    public record Content(List<Found> found, boolean scanned, Attachments attachments) {
        /// Nothing, of all of it.
        public static final Content CLEAN = new Content(List.of(), true, Attachments.NONE);

        public Content {
            found = List.copyOf(found);
        }
    }

    /// How many parts no detector reads. Their number is not recorded.
    public enum Attachments {
        NONE,
        SOME,
        /// Perhaps some.
        UNKNOWN
    }

    /// How often a detector fired.
    ///
    /// @param name which of the company's own secrets it found; null for everything else
    public record Found(String detector, int count, @Nullable String name) {}

    /// What was decided.
    ///
    /// @param rule null when nothing spoke against it
    /// @param policy hash of the policy of then
    public record Verdict(Effect effect, @Nullable String rule, Digest policy) {}
}
