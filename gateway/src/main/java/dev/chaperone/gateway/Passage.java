// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;
import dev.chaperone.policy.Decision;
import dev.chaperone.protocols.AnswerReader;
import dev.chaperone.protocols.Fault;
import dev.chaperone.protocols.Restoring;
import dev.chaperone.protocols.Unframing;
import dev.chaperone.protocols.WireFormat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

import org.jspecify.annotations.Nullable;

/// An answer between the model and the client: what came and has not gone on, what was seen of it,
/// and what is changed in it. Knows nothing of the network; [Relay] does.
///
/// Of a stream of events only whole events go on. An answer that is not a stream is of no use until
/// it is whole, so it is held back up to a size. It goes on byte for byte, unless something was
/// taken out of the prompt that is put in again here; record, capture and detectors see it as the
/// model gave it.
final class Passage {
    private static final int HELD_BACK = 1024 * 1024;

    /// No format has longer events; pictures stand in them.
    private static final int LONGEST_EVENT = 32 * 1024 * 1024;

    private static final Buffer NOTHING = Buffer.buffer(0);

    private final AnswerTap tap;
    private final @Nullable AnswerLook look;
    private final @Nullable Restoring restoring;
    private final Held held = new Held();
    private final boolean array;
    private Framing framing = Framing.WHOLE;
    private @Nullable Unframing unframing;
    private boolean goneOn;
    private boolean encoded;
    private @Nullable AnswerReader reader;

    /// @param kept whether a copy is to be kept
    /// @param look how the policy looks at the answer; null when it does not
    /// @param restoring what is put back into it; null when nothing is
    /// @param array whether a stream was asked for that comes as an array, if not as events
    Passage(boolean kept, @Nullable AnswerLook look, @Nullable Restoring restoring, boolean array) {
        this.tap = new AnswerTap(kept);
        this.look = look;
        this.restoring = restoring;
        this.array = array;
    }

    /// The answer begins.
    ///
    /// @param type of its content
    /// @param compressed whether it is in an encoding that can not be read
    void begin(WireFormat format, @Nullable String type, boolean compressed) {
        framing = Framing.of(type, array);
        unframing = framing.unframing();
        encoded = compressed;
        reader = AnswerReader.of(format, isStreaming());
    }

    boolean isStreaming() {
        return framing != Framing.WHOLE;
    }

    /// Whether its text can not be read where it stands.
    boolean isOpaque() {
        return encoded || framing == Framing.FRAMES;
    }

    /// Whether it stands in lines, as server-sent events do.
    boolean isInLines() {
        return framing == Framing.EVENTS;
    }

    /// Whether events can be told apart, so that one can be added at the end.
    boolean hasEvents() {
        return isStreaming() && !encoded;
    }

    /// The event that ends it here.
    byte[] end(Reply reply, Fault fault, String text) {
        return switch (framing) {
            case FRAMES -> reply.inFrames(fault, text);
            case ARRAY -> reply.inArray(fault, text, goneOn);
            case EVENTS, WHOLE -> reply.inStream(fault, text);
        };
    }

    /// More of the answer came.
    void add(Buffer bytes) {
        held.add(bytes);
    }

    /// Whether an event came that has no end.
    boolean isTooMuch() {
        if (!hasEvents() || held.length() <= LONGEST_EVENT) {
            return false;
        }
        held.show(this::watch);
        return ready() == 0;
    }

    /// Looks at what came.
    ///
    /// @param begun whether part of it has gone on
    /// @return why the answer has to end; null when it may go on
    Decision.@Nullable Ground look(boolean begun) {
        held.show(this::watch);
        if (look == null) {
            return null;
        }
        if (isBroken()) {
            return look.canNotRead();
        }
        if (hasEvents()) {
            return look.look();
        }
        boolean tooLong = !begun && held.length() > AnswerLook.MAX_WHOLE;
        return encoded || tooLong ? look.canNotRead() : look.ground();
    }

    private boolean isBroken() {
        return unframing != null && unframing.isBroken();
    }

    private void watch(byte[] bytes, int from, int to) {
        if (unframing != null && !encoded) {
            unframing.saw(bytes, from, to, events -> read(events, 0, events.length));
        } else {
            read(bytes, from, to);
        }
        tap.saw(bytes, from, to);
    }

    private void read(byte[] bytes, int from, int to) {
        if (reader != null && !encoded) {
            reader.saw(bytes, from, to);
        }
        if (look != null && hasEvents()) {
            look.saw(bytes, from, to);
        }
    }

    /// Looks at the answer, which has come to its end; the future never fails. What it finds is the
    /// ground of the look.
    Future<Void> lookAtTheEnd(Inspecting inspecting) {
        held.show(this::watch);
        if (look != null && unframing != null && !unframing.isWhole()) {
            look.canNotRead();
        } else if (look != null && hasEvents()) {
            look.lookAtTheEnd();
        } else if (look != null && (encoded || held.length() > AnswerLook.MAX_WHOLE)) {
            look.canNotRead();
        } else if (look != null) {
            return inspecting.look(look, held.copy());
        }
        return Future.succeededFuture();
    }

    /// Looks at all that came of an answer of which no more comes. Only of a stream a part can be
    /// read.
    ///
    /// @return why it has to end; null when it may go on
    Decision.@Nullable Ground lookAtWhatCame() {
        held.show(this::watch);
        if (look != null && isBroken()) {
            look.canNotRead();
        } else if (look != null && hasEvents()) {
            look.lookAtTheEnd();
            if (unframing != null && !unframing.isWhole()) {
                look.leftOut();
            }
        }
        return ground();
    }

    /// Why the answer must not go on; null when it may.
    Decision.@Nullable Ground ground() {
        return look == null ? null : look.ground();
    }

    /// What may go on now.
    ///
    /// @param begun whether part of the answer has gone on already
    Buffer takeReady(boolean begun) {
        if (hasEvents()) {
            return takeEvents();
        }
        boolean hold = !isStreaming() && !begun && held.length() <= holdBack();
        return hold ? NOTHING : held.take(held.length());
    }

    private Buffer takeEvents() {
        int ready = ready();
        if (ready == 0) {
            return NOTHING;
        }
        Buffer events = restored(held.take(ready));
        goneOn |= events.length() > 0;
        return events;
    }

    private Buffer restored(Buffer events) {
        if (restoring == null) {
            return events;
        }
        if (isBroken()) {
            return Buffer.buffer(restoring.rest()).appendBuffer(events);
        }
        byte[] bytes = events.getBytes();
        return Buffer.buffer(
                switch (framing) {
                    case FRAMES -> restoring.frames(bytes);
                    case ARRAY -> restoring.objects(bytes);
                    case EVENTS, WHOLE -> restoring.events(bytes);
                });
    }

    /// How many of the bytes, from the first on, may go on. What is no stream goes on as it is.
    private int ready() {
        if (unframing == null) {
            return held.wholeEvents();
        }
        return unframing.isBroken() ? held.length() : held.shown() - unframing.behind();
    }

    /// What is looked at or changed as a whole has to be there as a whole.
    private int holdBack() {
        boolean whole = !encoded && (look != null || restoring != null);
        return whole ? AnswerLook.MAX_WHOLE : HELD_BACK;
    }

    /// All that is left of an answer that came to its end.
    ///
    /// @param begun whether part of it has gone on already
    Buffer takeRest(boolean begun) {
        if (restoring == null || encoded) {
            return held.take(held.length());
        }
        if (isStreaming()) {
            return takeEventsAndHeld().appendBuffer(held.take(held.length()));
        }
        byte[] rest = held.take(held.length()).getBytes();
        return Buffer.buffer(begun ? rest : restoring.whole(rest));
    }

    /// The events that are left of a stream that was cut off.
    Buffer takeLastEvents() {
        return takeEventsAndHeld();
    }

    private Buffer takeEventsAndHeld() {
        Buffer events = Buffer.buffer().appendBuffer(takeEvents());
        return restoring == null ? events : events.appendBytes(restoring.rest());
    }

    /// Nothing more comes.
    void end() {
        held.show(this::watch);
        if (reader != null) {
            reader.end();
        }
    }

    /// What was read of the answer; null before it began.
    @Nullable AnswerReader reader() {
        return reader;
    }

    /// What the commitment to it and the copy of it are made from.
    AnswerTap tap() {
        return tap;
    }

    /// What the record says about the look at it.
    Event.@Nullable Look result() {
        return look == null ? null : look.result();
    }
}
