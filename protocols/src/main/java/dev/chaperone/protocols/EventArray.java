// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The array in which Gemini streams its answer to whoever does not ask for server-sent events: one
/// object behind the other, each with the next piece, all in one JSON text that ends with the
/// answer.
public final class EventArray implements Unframing {
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = {'\n', '\n'};
    private static final String BETWEEN = " \t\r\n[,]";

    private ByteArrayOutputStream object = new ByteArrayOutputStream(); // begun, not ended
    private int depth; // of braces and brackets, within the object
    private boolean string;
    private boolean escape;
    private int behind;
    private boolean broken;

    /// Of an answer of which nothing has come.
    public EventArray() {}

    /// The offset just behind the first object; `to` if none ends before.
    static int firstEnd(byte[] bytes, int from, int to) {
        EventArray array = new EventArray();
        for (int i = from; i < to; i++) {
            if (array.ends(bytes[i])) {
                return i + 1;
            }
        }
        return to;
    }

    @Override
    public void saw(byte[] bytes, int from, int to, Sink sink) {
        int begun = from;
        for (int i = from; i < to && !broken; i++) {
            behind++;
            if (depth == 0) {
                begun = i;
            }
            if (ends(bytes[i])) {
                object.write(bytes, begun, i + 1 - begun);
                behind = 0;
                show(sink);
            }
        }
        if (depth > 0 && !broken) {
            object.write(bytes, begun, to - begun);
        }
    }

    /// Whether an object ends with this byte, the next one.
    private boolean ends(byte b) {
        if (depth > 0) {
            inObject(b);
            return depth == 0;
        }
        if (b == '{') {
            depth = 1;
        } else {
            broken |= BETWEEN.indexOf(b) < 0;
        }
        return false;
    }

    private void inObject(byte b) {
        if (string) {
            string = escape || b != '"';
            escape = !escape && b == '\\';
            return;
        }
        switch (b) {
            case '"' -> string = true;
            case '{', '[' -> depth++;
            case '}', ']' -> depth--;
            default -> {}
        }
    }

    private void show(Sink sink) {
        byte[] json = object.toByteArray();
        // A long one leaves no room behind that nobody needs.
        object = new ByteArrayOutputStream();
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\n' || json[i] == '\r') {
                json[i] = ' '; // space between tokens: no string of JSON holds a line end
            }
        }
        ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + 16);
        event.writeBytes(DATA);
        event.writeBytes(json);
        event.writeBytes(END);
        sink.events(event.toByteArray());
    }

    @Override
    public int behind() {
        return behind;
    }

    @Override
    public boolean isBroken() {
        return broken;
    }

    @Override
    public boolean isWhole() {
        return !broken && depth == 0;
    }
}
