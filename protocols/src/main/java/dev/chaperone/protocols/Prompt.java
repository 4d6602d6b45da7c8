// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One request body, read: what it asks for, and its text in parts. Every string of the body
/// belongs to exactly one part, whatever member it stands in, so nothing the model would see can be
/// left unread.
public final class Prompt {
    private final byte[] body;
    private final @Nullable String model;
    private final boolean stream;
    private final @Nullable String session;
    private final List<Part> parts;

    Prompt(
            byte[] body,
            @Nullable String model,
            boolean stream,
            @Nullable String session,
            List<Part> parts) {
        this.body = body;
        this.model = model;
        this.stream = stream;
        this.session = session;
        this.parts = List.copyOf(parts);
    }

    /// Reads a body, which is kept and must not be changed any more.
    ///
    /// @throws UnreadableBodyException if it is not one JSON object in UTF-8, and the format says
    ///   it is
    public static Prompt read(WireFormat format, byte[] body) throws UnreadableBodyException {
        return new PromptReader(format, body).read();
    }

    /// The bytes it was read from, not a copy.
    public byte[] body() {
        return body;
    }

    /// The model asked for, as the caller spelled it; of several the last, as the model's side
    /// takes it.
    public @Nullable String model() {
        return model;
    }

    /// Whether the answer is to come as a stream of events.
    public boolean stream() {
        return stream;
    }

    /// The assistant's session, where the body tells it.
    public @Nullable String session() {
        return session;
    }

    /// All parts that hold text or attachments, in the order of the body.
    public List<Part> parts() {
        return parts;
    }

    @Override
    public String toString() {
        return "Prompt[" + body.length + " bytes, " + parts.size() + " parts]";
    }
}
