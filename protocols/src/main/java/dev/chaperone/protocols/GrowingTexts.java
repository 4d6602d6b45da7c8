// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashMap;
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
    private static final String FIRST = "";

    /// Member names, ids and the like, each for itself.
    private static final String LABELS = "labels";

    private static final int LONGEST_WORD = 64;

    /// Longer labels are not known again, and so not kept.
    private static final int LONGEST_LABEL = 1024;

    private static final byte[] LINE_END = {'\n'};

    private final Map<String, Growing> texts = new LinkedHashMap<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(); // begun, not ended
    private final Map<String, byte[]> said = new HashMap<>(); // the last label of each name
    private final ByteArrayOutputStream data = new ByteArrayOutputStream(); // of the event begun
    private boolean afterReturn;
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
        private final String told;
        private long dropped;

        private Growing(String told) {
            this.told = told;
        }

        /// Which telling of the answer it belongs to: a stream may tell some or all of it again, in
        /// one piece. Empty for the first.
        public String told() {
            return told;
        }

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
            if (afterReturn && bytes[start] == '\n') {
                // Both are one line's end.
                start++;
            }
            afterReturn = false;
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
            afterReturn = bytes[end] == '\r';
            start = end + 1;
        }
    }

    /// The stream is over.
    public void end() {
        endLine();
        endEvent();
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
            endEvent();
            return;
        }
        int value = EventLine.data(in, from, to);
        if (value < 0) {
            other(in, from, to);
        } else if (!EventLine.isDone(in, value, to)) {
            data(in, value, to);
        } else {
            settled = true;
        }
    }

    /// Names of events are no text, as far as they are names.
    private void other(byte[] in, int from, int to) {
        int value = EventLine.value(in, from, to);
        if (!isWord(in, value, to)) {
            append(FIRST, OTHER, in, value, to, false);
        }
    }

    /// The data of an event may come in several lines.
    private void data(byte[] in, int from, int to) {
        if (data.size() + to - from > MAX_LINE) {
            whole = false;
            return;
        }
        if (data.size() > 0) {
            data.write('\n');
        }
        data.write(in, from, to - from);
    }

    private void endEvent() {
        if (data.size() > 0) {
            byte[] json = data.toByteArray();
            data.reset();
            event(json);
        }
    }

    private void event(byte[] json) {
        JsonStrings read;
        try {
            read = JsonStrings.read(json);
        } catch (UnreadableBodyException e) {
            // Not ours to judge; whatever it is, it is looked at as it stands.
            append(FIRST, OTHER, json, 0, json.length, false);
            whole &= WireText.isUtf8(json, 0, json.length);
            return;
        }
        String told = read.repeats() ? read.type() : FIRST;
        boolean text = false;
        for (JsonStrings.Found string : read.strings()) {
            if (string.isText()) {
                append(told, string.text(), json, string.from(), string.to(), string.escaped());
                text = true;
            } else {
                label(told, string, json);
            }
        }
        settled = !text && (settled || !EventLine.isPing(json, 0, json.length));
    }

    /// A label is no piece of a text, and many are the same in each event.
    private void label(String told, JsonStrings.Found label, byte[] json) {
        int from = label.from();
        int to = label.to();
        if (isWord(json, from, to)) {
            return;
        }
        byte[] before = label.value() ? said.get(label.name()) : null;
        if (before == null || !Arrays.equals(before, 0, before.length, json, from, to)) {
            if (label.value() && to - from <= LONGEST_LABEL) {
                said.put(label.name(), Arrays.copyOfRange(json, from, to));
            }
            append(told, LABELS, json, from, to, label.escaped());
            append(told, LABELS, LINE_END, 0, LINE_END.length, false);
        }
    }

    /// A word of the format and not of the model: nothing or a few small letters.
    private static boolean isWord(byte[] in, int from, int to) {
        boolean word = to - from <= LONGEST_WORD;
        for (int i = from; word && i < to; i++) {
            word = in[i] >= 'a' && in[i] <= 'z' || in[i] == '_' || in[i] == '.';
        }
        return word;
    }

    private void append(String told, String name, byte[] in, int from, int to, boolean escaped) {
        String key = told + ' ' + name;
        Growing text = texts.get(key);
        if (text == null) {
            boolean kept = texts.size() < MAX_TEXTS;
            text = texts.computeIfAbsent(kept ? key : OTHER, _ -> new Growing(kept ? told : FIRST));
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

    /// Whether everything that came was looked at.
    public boolean isRead() {
        return whole && unread == 0 && line.size() == 0 && data.size() == 0;
    }

    /// Shows each text.
    public void look(Reader reader) {
        texts.values().forEach(reader::look);
        unread = 0;
    }
}
