// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The texts of a streamed answer while they grow. A stream brings each in many small pieces; here
/// they are joined as if they had never been cut, and kept as far back as whoever looks at them
/// wants. For one thread at a time.
///
/// Compare [AnswerText], which reads an answer that has ended.
public final class GrowingTexts {
    /// An answer with more differently named texts is made to use up memory; what goes beyond is
    /// joined to one text.
    private static final int MAX_TEXTS = 200;

    /// A longer line is no event of any format.
    private static final int MAX_LINE = 4 * 1024 * 1024;

    private static final String OTHER = "";
    private static final int LONGEST_EVENT_NAME = 64;

    private final Map<String, Growing> texts = new LinkedHashMap<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // begun, not ended
    private int unread;
    private boolean settled = true;
    private boolean whole = true;

    /// Of an answer of which nothing has come.
    public GrowingTexts() {}

    /// Looks at texts.
    public interface Reader {
        /// Looks at a text.
        void look(Growing text);
    }

    /// One text, as far as it is kept.
    public static final class Growing {
        private final DecodedText text = new DecodedText();
        private long dropped;

        private Growing() {}

        /// What is kept of it; only the first [#length()] bytes count.
        public byte[] bytes() {
            return text.bytes();
        }

        /// How many bytes are kept.
        public int length() {
            return text.length();
        }

        /// How many bytes were there in front of the first that is kept.
        public long dropped() {
            return dropped;
        }

        /// Gives up what is in front of this byte.
        public void keepFrom(int first) {
            text.dropFirst(first);
            dropped += first;
        }
    }

    /// The next bytes of the stream, cut anywhere.
    public void saw(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to) {
            int end = Bytes.lineEnd(bytes, start, to);
            if (end == to) {
                keep(bytes, start, to);
                return;
            }
            if (line.size() == 0) {
                line(bytes, start, end);
            } else {
                keep(bytes, start, end);
                endLine();
            }
            start = end + 1;
        }
    }

    /// The stream is over.
    public void end() {
        endLine();
        settled = true;
    }

    private void keep(byte[] bytes, int from, int to) {
        if (line.size() + to - from > MAX_LINE) {
            whole = false;
            line.reset();
        } else {
            line.write(bytes, from, to - from);
        }
    }

    private void endLine() {
        byte[] begun = line.toByteArray();
        line.reset();
        line(begun, 0, begun.length);
    }

    private void line(byte[] in, int from, int to) {
        if (from == to) {
            return;
        }
        int data = EventLine.data(in, from, to);
        if (data < 0) {
            other(in, from, to);
        } else if (!EventLine.isDone(in, data, to)) {
            data(Arrays.copyOfRange(in, data, to));
        } else {
            settled = true;
        }
    }

    /// Names of events are no text, as far as they are names.
    private void other(byte[] in, int from, int to) {
        int value = EventLine.value(in, from, to);
        boolean name = to - value <= LONGEST_EVENT_NAME;
        for (int i = value; name && i < to; i++) {
            name = in[i] >= 'a' && in[i] <= 'z' || in[i] == '_' || in[i] == '.';
        }
        if (!name && value < to) {
            append(OTHER, in, value, to, false);
        }
    }

    private void data(byte[] json) {
        JsonStrings read;
        try {
            read = JsonStrings.read(json);
        } catch (UnreadableBodyException e) {
            // Not ours to judge; whatever it is, it is looked at as it stands.
            append(OTHER, json, 0, json.length, false);
            return;
        }
        boolean text = false;
        for (JsonStrings.Found string : read.strings()) {
            if (string.isText()) {
                append(read.textOf(string), json, string.from(), string.to(), string.escaped());
                text = true;
            }
        }
        settled = !text && (settled || !EventLine.isPing(json, 0, json.length));
    }

    private void append(String name, byte[] in, int from, int to, boolean escaped) {
        Growing text = texts.get(name);
        if (text == null) {
            String kept = texts.size() < MAX_TEXTS ? name : OTHER;
            text = texts.computeIfAbsent(kept, _ -> new Growing());
        }
        int before = text.length();
        text.text.append(in, from, to, escaped);
        unread += text.length() - before;
    }

    /// How many bytes came since the texts were last looked at.
    public int unread() {
        return unread;
    }

    /// Whether the last event brought no text: a text may have come to its end.
    public boolean isSettled() {
        return settled;
    }

    /// Whether everything that came can be looked at.
    public boolean isWhole() {
        return whole;
    }

    /// Shows each text.
    public void look(Reader reader) {
        texts.values().forEach(reader::look);
        unread = 0;
    }
}
