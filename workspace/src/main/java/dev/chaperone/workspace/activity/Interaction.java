// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.ledger.Event;
import dev.chaperone.vocabulary.CaptureLevel;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A request to an AI tool and what became of it, as the search knows it. The ledger's entries are
/// the record; long or unprintable texts are shortened and mended here.
///
/// @param intent index of the entry that was written before anything was sent
/// @param caller null when nobody could be identified
/// @param promptBytes null when the body was not read
/// @param promptCapture how much of the prompt is kept; null when the entry does not say
/// @param retention class of what is kept of prompt and answer; null when nothing is
/// @param outcome null while there is none, and for blocked requests
/// @param standing how the row that was found stands to these entries
public record Interaction(
        long intent,
        String id,
        Instant at,
        Event.Source source,
        Event.@Nullable Caller caller,
        Event.Use use,
        Event.Verdict verdict,
        @Nullable Long promptBytes,
        @Nullable CaptureLevel promptCapture,
        @Nullable String retention,
        @Nullable Outcome outcome,
        Standing standing) {

    /// How the request ended.
    ///
    /// @param index of the outcome's entry
    /// @param status HTTP status of the upstream's answer, null when none came
    /// @param answerBytes null when no answer came
    /// @param answerCapture how much of the answer is kept; null when the entry does not say
    /// @param look what the policy made of the answer; null when it did not look at it
    /// @param stopReason the model's own word
    /// @param millis from the intent being durable to the end of the answer
    public record Outcome(
            long index,
            Instant at,
            Event.Result result,
            @Nullable Integer status,
            @Nullable Long answerBytes,
            @Nullable CaptureLevel answerCapture,
            Event.@Nullable Look look,
            Event.Tokens tokens,
            @Nullable String stopReason,
            long millis) {}
}
