// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.EventFrames;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// How an answer is cut into pieces that stand for themselves.
enum Framing {
    /// Not at all: it is of use only as a whole.
    WHOLE,
    /// A stream of server-sent events.
    EVENTS,
    /// A stream of binary frames, as of Amazon Bedrock.
    FRAMES;

    /// @param type of the answer's content
    static Framing of(@Nullable String type) {
        String media = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (media.startsWith("text/event-stream")) {
            return EVENTS;
        }
        return media.startsWith(EventFrames.MEDIA_TYPE) ? FRAMES : WHOLE;
    }
}
