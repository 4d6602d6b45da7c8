// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;

/// The binary event stream in which Amazon Bedrock answers, `application/vnd.amazon.eventstream`:
/// frames of total length, length of the headers, their check (each four bytes, high first),
/// headers, payload, and a check of all (Smithy, "Amazon Event Stream specification"). The payload
/// of an event is JSON with the model's own event in base64 under `bytes`.
public final class EventFrames implements Unframing {
    /// The media type of the stream.
    public static final String MEDIA_TYPE = "application/vnd.amazon.eventstream";

    /// The longest frame that the specification allows.
    private static final int LONGEST = 16 * 1024 * 1024;

    /// More room than this is not kept for what is short again.
    private static final int ROOMY = 64 * 1024;

    private static final int PRELUDE = 12;
    private static final int CHECK = 4;
    private static final int STRING = 7;
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = {'\n', '\n'};

    private byte[] held = new byte[1024]; // of a frame that has begun
    private int length;
    private boolean broken;

    /// Of a stream of which nothing has come.
    public EventFrames() {}

    /// Where the last whole frame ends.
    ///
    /// @return -1 if what stands there can not be frames
    public static int wholeFrames(byte[] bytes, int length) {
        int at = 0;
        while (length - at >= PRELUDE) {
            int frame = ByteBuffer.wrap(bytes).getInt(at);
            if (frame < PRELUDE + CHECK || frame > LONGEST) {
                return -1;
            }
            if (frame > length - at) {
                return at;
            }
            at += frame;
        }
        return at;
    }

    @Override
    public void saw(byte[] bytes, int from, int to, Sink sink) {
        if (broken) {
            return;
        }
        int needed = length + to - from;
        if (needed > held.length) {
            held = Arrays.copyOf(held, Math.max(needed, 2 * held.length));
        }
        System.arraycopy(bytes, from, held, length, to - from);
        length = needed;
        int whole = wholeFrames(held, length);
        if (whole < 0) {
            broken = true;
            return;
        }
        for (int at = 0; at < whole; ) {
            int end = at + ByteBuffer.wrap(held).getInt(at);
            event(at, end, sink);
            at = end;
        }
        length -= whole;
        boolean roomy = held.length > ROOMY && length < ROOMY / 4;
        byte[] rest = roomy ? new byte[ROOMY] : held;
        System.arraycopy(held, whole, rest, 0, length);
        held = rest;
    }

    @Override
    public int behind() {
        return length;
    }

    @Override
    public boolean isBroken() {
        return broken;
    }

    @Override
    public boolean isWhole() {
        return !broken && length == 0;
    }

    private void event(int from, int to, Sink sink) {
        int headers = ByteBuffer.wrap(held).getInt(from + Integer.BYTES);
        int payload = from + PRELUDE + headers;
        if (headers < 0 || payload > to - CHECK) {
            broken = true;
            return;
        }
        byte[] json = Arrays.copyOfRange(held, payload, to - CHECK);
        ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 16);
        event.writeBytes(DATA);
        event.writeBytes(inner(json));
        event.writeBytes(END);
        sink.events(event.toByteArray());
    }

    /// The model's own event; anything else is shown as it stands.
    private static byte[] inner(byte[] json) {
        JsonStrings.Found event = bytes(json);
        try {
            return event == null
                    ? json
                    : Base64.getDecoder()
                            .decode(Arrays.copyOfRange(json, event.from(), event.to()));
        } catch (IllegalArgumentException e) {
            // Not ours to judge; whatever it is, it is looked at.
            return json;
        }
    }

    private static JsonStrings.@Nullable Found bytes(byte[] json) {
        try {
            for (JsonStrings.Found string : JsonStrings.read(json).strings()) {
                if (string.value() && string.name().equals("bytes") && !string.escaped()) {
                    return string;
                }
            }
            return null;
        } catch (UnreadableBodyException e) {
            return null;
        }
    }

    /// Where the first frame ends of some that are whole.
    static int firstEnd(byte[] frames, int from) {
        return from + ByteBuffer.wrap(frames).getInt(from);
    }

    /// What the model's side says in a frame: its own event, where it holds one.
    static byte[] event(byte[] frame) {
        return inner(payload(frame));
    }

    /// The same frame with another event in it.
    static byte[] with(byte[] frame, byte[] event) {
        int headers = ByteBuffer.wrap(frame).getInt(Integer.BYTES);
        byte[] json = payload(frame);
        JsonStrings.Found place = bytes(json);
        ByteArrayOutputStream payload = new ByteArrayOutputStream(json.length + 64);
        if (place == null) {
            payload.writeBytes(event);
        } else {
            payload.write(json, 0, place.from());
            payload.writeBytes(Base64.getEncoder().encode(event));
            payload.write(json, place.to(), json.length - place.to());
        }
        return frame(Arrays.copyOfRange(frame, PRELUDE, PRELUDE + headers), payload.toByteArray());
    }

    private static byte[] payload(byte[] frame) {
        int headers = ByteBuffer.wrap(frame).getInt(Integer.BYTES);
        return Arrays.copyOfRange(frame, PRELUDE + headers, frame.length - CHECK);
    }

    /// The frame that ends an answer which has already begun.
    ///
    /// @param type of the exception, a name of the Bedrock Runtime API
    public static byte[] exception(String type, String message) {
        byte[] payload =
                ErrorBody.object(
                        json -> json.writeStringField("message", WireText.wellFormed(message)));
        return frame(":exception-type", type, "exception", payload);
    }

    /// The frame that brings one of the model's own events.
    public static byte[] chunk(byte[] event) {
        byte[] payload =
                ErrorBody.object(json ->
                        json.writeStringField("bytes", Base64.getEncoder().encodeToString(event)));
        return frame(":event-type", "chunk", "event", payload);
    }

    private static byte[] frame(String kind, String type, String message, byte[] payload) {
        ByteArrayOutputStream headers = new ByteArrayOutputStream();
        header(headers, kind, type);
        header(headers, ":content-type", "application/json");
        header(headers, ":message-type", message);
        return frame(headers.toByteArray(), payload);
    }

    private static byte[] frame(byte[] headers, byte[] payload) {
        int total = PRELUDE + headers.length + payload.length + CHECK;
        ByteBuffer frame = ByteBuffer.allocate(total).putInt(total).putInt(headers.length);
        frame.putInt(check(frame)).put(headers).put(payload);
        return frame.putInt(check(frame)).array();
    }

    private static void header(ByteArrayOutputStream out, String name, String value) {
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        out.write(STRING);
        out.write(value.length() >>> 8);
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private static int check(ByteBuffer written) {
        CRC32 crc = new CRC32();
        crc.update(written.array(), 0, written.position());
        return (int) crc.getValue();
    }
}
