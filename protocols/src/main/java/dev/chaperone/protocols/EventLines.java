// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Puts server-sent events together from chunks that may be cut anywhere, and gives the data of
/// those that may tell something to its owner. Holds at most two times [#MAX_EVENT] bytes.
final class EventLines {
    /// A larger event is left out: what is counted here comes in small ones.
    static final int MAX_EVENT = 1024 * 1024;

    private static final byte[] EVENT = "event:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data:".getBytes(StandardCharsets.US_ASCII);

    /// Takes the data of one event.
    interface Sink {
        void event(byte[] data);
    }

    private final AnswerFormat format;
    private final Sink sink;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // begun, not ended
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private boolean lineTooLong;
    private boolean afterReturn;
    private boolean unwanted;
    private boolean tooLong;

    EventLines(AnswerFormat format, Sink sink) {
        this.format = format;
        this.sink = sink;
    }

    void saw(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to) {
            if (afterReturn) {
                afterReturn = false;
                if (bytes[start] == '\n') {
                    start++; // the second half of one line end
                    continue;
                }
            }
            int end = Bytes.lineEnd(bytes, start, to);
            if (end == to) {
                keep(bytes, start, end);
                return;
            }
            endLine(bytes, start, end);
            afterReturn = bytes[end] == '\r';
            start = end + 1;
        }
    }

    /// The stream is over. An event that no blank line ended was not sent to its end.
    void end() {
        line.reset();
        data.reset();
    }

    private void keep(byte[] bytes, int from, int to) {
        if (line.size() + to - from > MAX_EVENT) {
            lineTooLong = true;
            line.reset();
        } else if (!lineTooLong) {
            line.write(bytes, from, to - from);
        }
    }

    private void endLine(byte[] bytes, int from, int to) {
        if (line.size() == 0 && !lineTooLong) {
            take(bytes, from, to);
            return;
        }
        keep(bytes, from, to);
        if (lineTooLong) {
            tooLong = true;
            lineTooLong = false;
        } else {
            byte[] whole = line.toByteArray();
            take(whole, 0, whole.length);
        }
        line.reset();
    }

    private void take(byte[] in, int from, int to) {
        if (from == to) {
            dispatch();
        } else if (Bytes.startsWith(in, from, to, EVENT)) {
            unwanted = !format.wantsEvent(in, value(in, from + EVENT.length, to), to);
        } else if (!unwanted && Bytes.startsWith(in, from, to, DATA)) {
            add(in, value(in, from + DATA.length, to), to);
        }
    }

    private void add(byte[] in, int from, int to) {
        if (data.size() == 0 && !format.wantsData(in, from, to)) {
            unwanted = true;
        } else if (data.size() + to - from >= MAX_EVENT) {
            tooLong = true;
        } else {
            if (data.size() > 0) {
                data.write('\n');
            }
            data.write(in, from, to - from);
        }
    }

    private void dispatch() {
        if (data.size() > 0 && !unwanted && !tooLong) {
            sink.event(data.toByteArray());
        }
        data.reset();
        unwanted = false;
        tooLong = false;
    }

    private static int value(byte[] in, int from, int to) {
        return from < to && in[from] == ' ' ? from + 1 : from;
    }
}
