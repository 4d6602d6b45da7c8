// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

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
///
/// Shows the events as a stream of server-sent events, for whatever looks at answers. For one
/// thread at a time.
public final class EventFrames {
    /// The media type of the stream.
    public static final String MEDIA_TYPE = "application/vnd.amazon.eventstream";

    /// The longest frame that the specification allows.
    private static final int LONGEST = 16 * 1024 * 1024;

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

    /// Takes what the events look like as server-sent events.
    public interface Sink {
        /// The next ones, whole.
        void events(byte[] bytes);
    }

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

    /// The next bytes of the stream, cut anywhere.
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
        System.arraycopy(held, whole, held, 0, length - whole);
        length -= whole;
    }

    /// Whether something came that is no such stream, so that nothing more of it can be read.
    public boolean isBroken() {
        return broken;
    }

    /// Whether all that came was frames, to the end of the last.
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
        try {
            for (JsonStrings.Found string : JsonStrings.read(json).strings()) {
                if (string.value() && string.name().equals("bytes") && !string.escaped()) {
                    return Base64.getDecoder()
                            .decode(Arrays.copyOfRange(json, string.from(), string.to()));
                }
            }
        } catch (UnreadableBodyException | IllegalArgumentException e) {
            // Not ours to judge; whatever it is, it is looked at.
            return json;
        }
        return json;
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
        int total = PRELUDE + headers.size() + payload.length + CHECK;
        ByteBuffer frame = ByteBuffer.allocate(total).putInt(total).putInt(headers.size());
        frame.putInt(check(frame)).put(headers.toByteArray()).put(payload);
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
