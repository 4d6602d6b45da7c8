// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;

/// How one format writes its answers.
sealed interface AnswerFormat permits AnthropicAnswer, OpenAiAnswer, ResponsesAnswer, GeminiAnswer {
    static AnswerFormat of(WireFormat format) {
        return switch (format) {
            case ANTHROPIC_MESSAGES, AS_IT_STANDS, HOOK -> new AnthropicAnswer();
            case OPENAI_CHAT, OPENAI_EMBEDDINGS -> new OpenAiAnswer();
            case OPENAI_RESPONSES -> new ResponsesAnswer();
            case GEMINI -> new GeminiAnswer();
        };
    }

    /// Whether an event of this name may tell something; asked only if the event has a name.
    boolean wantsEvent(byte[] in, int from, int to);

    /// Whether this line of data may tell something, by a quick look. It must never say no to one
    /// that does; most lines are pieces of text and should be turned away here.
    boolean wantsData(byte[] in, int from, int to);

    /// Reads the data of one event; not necessarily JSON.
    void readEvent(byte[] in, int from, int to, AnswerFacts facts) throws IOException;

    /// Reads the object of an answer that is not a stream.
    void readWhole(JsonParser answer, AnswerFacts facts) throws IOException;
}
