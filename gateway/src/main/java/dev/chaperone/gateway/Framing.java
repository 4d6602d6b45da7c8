// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.protocols.EventArray;
import dev.chaperone.protocols.EventFrames;
import dev.chaperone.protocols.Unframing;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/// How an answer is cut into pieces that stand for themselves.
enum Framing {
    /// Not at all: it is of use only as a whole.
    WHOLE,
    /// A stream of server-sent events.
    EVENTS,
    /// A stream of binary frames, as of Amazon Bedrock.
    FRAMES,
    /// An array of objects, as of Gemini to whoever does not ask for events.
    ARRAY;

    /// @param type of the answer's content
    /// @param array whether JSON is a stream of the objects of an array
    static Framing of(@Nullable String type, boolean array) {
        String media = type == null ? "" : type.toLowerCase(Locale.ROOT);
        if (media.startsWith("text/event-stream")) {
            return EVENTS;
        }
        if (media.startsWith(EventFrames.MEDIA_TYPE)) {
            return FRAMES;
        }
        return array && media.startsWith("application/json") ? ARRAY : WHOLE;
    }

    /// What shows the events in it; null where nothing has to, as they are there or there are none.
    @Nullable Unframing unframing() {
        return switch (this) {
            case WHOLE, EVENTS -> null;
            case FRAMES -> new EventFrames();
            case ARRAY -> new EventArray();
        };
    }
}
