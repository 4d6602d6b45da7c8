// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// Watches an answer as it passes: never changes it, never holds it up, and never fails over what
/// it cannot read. For one thread at a time.
public final class AnswerReader {
    /// An answer in one piece is looked at up to this size.
    static final int MAX_WHOLE = 4 * 1024 * 1024;

    private final AnswerFormat format;
    private final AnswerFacts facts = new AnswerFacts();
    private final @Nullable EventLines events;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private boolean wholeTooLarge;

    private AnswerReader(WireFormat format, boolean eventStream) {
        this.format = AnswerFormat.of(format);
        this.events = eventStream ? new EventLines(this.format, this::event) : null;
    }

    /// A reader for one answer.
    ///
    /// @param eventStream whether it comes as server-sent events, else as one JSON object
    public static AnswerReader of(WireFormat format, boolean eventStream) {
        return new AnswerReader(format, eventStream);
    }

    /// The next bytes of the answer, cut anywhere. They are not kept by reference.
    public void saw(byte[] bytes, int from, int to) {
        if (events != null) {
            events.saw(bytes, from, to);
        } else if (whole.size() + to - from > MAX_WHOLE) {
            wholeTooLarge = true;
            whole.reset();
        } else if (!wholeTooLarge) {
            whole.write(bytes, from, to - from);
        }
    }

    /// The answer has ended, well or not.
    public void end() {
        if (events != null) {
            events.end();
        } else if (whole.size() > 0) {
            readWhole(whole.toByteArray());
            whole.reset();
        }
    }

    /// Tokens of the prompt, those from and for caches included; null if the answer did not tell.
    public @Nullable Long inputTokens() {
        return facts.input();
    }

    /// Tokens of the answer; null if it did not tell.
    public @Nullable Long outputTokens() {
        return facts.output;
    }

    /// Why the model stopped, in the format's own word.
    public @Nullable String stopReason() {
        return facts.stopReason;
    }

    /// The model that answered.
    public @Nullable String model() {
        return facts.model;
    }

    /// How many tools the model asked to be run.
    public int toolCalls() {
        return facts.toolCalls;
    }

    /// The type of the error that the answer told of, in its body or in the middle of its stream.
    public @Nullable String errorType() {
        return facts.error;
    }

    /// Whether the answer's own end was seen: the last event of a stream, or a whole JSON object.
    public boolean complete() {
        return facts.complete;
    }

    private void event(byte[] data) {
        try {
            format.readEvent(data, 0, data.length, facts);
        } catch (IOException e) {
            // Not ours to judge: the client gets it as it came, and the next event may be good.
            facts.unreadable++;
        }
    }

    private void readWhole(byte[] json) {
        try (JsonParser answer = Json.parser(json, 0, json.length)) {
            answer.nextToken();
            format.readWhole(answer, facts);
            facts.complete = answer.nextToken() == null;
        } catch (IOException e) {
            facts.unreadable++;
        }
    }
}
