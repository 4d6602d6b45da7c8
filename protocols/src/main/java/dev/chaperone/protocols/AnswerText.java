// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The text of an answer that has ended, for the detectors, and where it stands in the answer.
///
/// A stream brings a text in many small pieces, each in an event of its own, so that what a
/// detector looks for may be cut anywhere. Therefore the text comes twice: string by string as in a
/// prompt, and once more with all strings of members of one name (and one `index`, where a format
/// sends several texts side by side) joined as if they had never been cut.
public final class AnswerText {
    /// An answer with more differently named texts is made to use up memory.
    private static final int MAX_RUNS = 200;

    private static final String OTHER = "";

    private final byte[] body;
    private final int length;
    private final DecodedText lines = new DecodedText();
    private final Map<String, DecodedText> runs = new LinkedHashMap<>();
    private final List<int[]> places = new ArrayList<>();
    private final List<int[]> unread = new ArrayList<>();

    private AnswerText(byte[] body, int length) {
        this.body = body;
        this.length = length;
    }

    /// Reads an answer.
    ///
    /// @param body holds it in its first `length` bytes
    /// @param eventStream whether it came as server-sent events, else as one JSON text
    public static AnswerText read(byte[] body, int length, boolean eventStream) {
        AnswerText text = new AnswerText(body, length);
        if (eventStream) {
            text.events();
        } else {
            text.json(0, length);
        }
        return text;
    }

    /// The texts to look through.
    public List<DecodedText> texts() {
        List<DecodedText> texts = new ArrayList<>(runs.values());
        texts.add(lines);
        return texts;
    }

    /// Where all text stands, what could not be read included.
    public void places(Part.Places into) {
        places.forEach(place -> into.take(place[0], place[1]));
        unread(into);
    }

    /// Where something stands that is not JSON and was not read.
    public void unread(Part.Places into) {
        unread.forEach(place -> into.take(place[0], place[1]));
    }

    private void events() {
        int from = 0;
        while (from < length) {
            int end = Bytes.lineEnd(body, from, length);
            if (end > from) {
                line(from, end);
            }
            from = end + 1;
        }
    }

    private void line(int from, int to) {
        int data = EventLine.data(body, from, to);
        if (data >= 0) {
            if (!EventLine.isDone(body, data, to)) {
                json(data, to);
            }
            return;
        }
        int value = EventLine.value(body, from, to);
        if (value < to) {
            lines.append(body, value, to, false);
            lines.append("\n");
            places.add(new int[] {value, to});
        }
    }

    private void json(int from, int to) {
        if (from == to) {
            return;
        }
        byte[] json = from == 0 && to == body.length ? body : Arrays.copyOfRange(body, from, to);
        JsonStrings read;
        try {
            read = JsonStrings.read(json);
        } catch (UnreadableBodyException e) {
            unread.add(new int[] {from, to});
            return;
        }
        for (JsonStrings.Found string : read.strings()) {
            places.add(new int[] {from + string.from(), from + string.to()});
            lines.append(json, string.from(), string.to(), string.escaped());
            lines.append(string.value() ? "\n" : ": ");
            if (string.value()) {
                run(string.text()).append(json, string.from(), string.to(), string.escaped());
            }
        }
    }

    private DecodedText run(String key) {
        DecodedText run = runs.get(key);
        if (run == null) {
            String kept = runs.size() < MAX_RUNS ? key : OTHER;
            run = runs.computeIfAbsent(kept, _ -> new DecodedText());
        }
        return run;
    }
}
