// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.protocols;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/// Puts values back in the place of their placeholders, in an answer on its way to the client.
///
/// A stream may cut a placeholder anywhere, so events are held back while one may go on in the
/// next: never longer than a placeholder is long, or than the text goes on. What holds no
/// placeholder passes byte for byte. For one thread at a time.
public final class Restoring {
    /// What is held back at most, should texts without end come in between.
    private static final int MAX_HELD = 256 * 1024;

    private final NavigableMap<String, byte[]> values;

    private final WireFormat format;
    private final int longest;
    private final Deque<Event> held = new ArrayDeque<>();
    private final Map<String, Begun> begun = new HashMap<>();
    private int heldBytes;

    /// @param values in UTF-8, by placeholder; a placeholder is printable ASCII without quotes and
    ///   backslashes, from the only `[` in it to the only `]`
    /// @param format of the answer
    public Restoring(Map<String, byte[]> values, WireFormat format) {
        this.values = new TreeMap<>(values);
        this.format = format;
        this.longest = values.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    /// A whole answer that is one JSON text.
    public byte[] whole(byte[] answer) {
        Event event = new Event(answer, answer);
        JsonStrings read;
        try {
            read = JsonStrings.read(answer);
        } catch (UnreadableBodyException e) {
            return answer;
        }
        // Only a stream of Messages has JSON in strings.
        boolean mayHoldJson = format != WireFormat.ANTHROPIC_MESSAGES;
        for (JsonStrings.Found string : read.strings()) {
            if (string.value()) {
                boolean json = mayHoldJson && holdsJson(read, string);
                replace(event, string.from(), string.to(), json);
            }
        }
        return event.written();
    }

    /// Takes the next whole server-sent events of a stream; gives back those that may go on, in
    /// order.
    public byte[] events(byte[] bytes) {
        int from = 0;
        while (from < bytes.length) {
            int to = EventStream.firstBoundary(bytes, from, bytes.length);
            byte[] event = Arrays.copyOfRange(bytes, from, to);
            take(new Event(event, Event.data(event)));
            from = to;
        }
        return taken();
    }

    /// The same for whole objects of an array, see [EventArray].
    public byte[] objects(byte[] bytes) {
        int from = 0;
        while (from < bytes.length) {
            int to = EventArray.firstEnd(bytes, from, bytes.length);
            byte[] event = Arrays.copyOfRange(bytes, from, to);
            byte[] data = event.clone();
            // What stands between two objects is no part of either.
            Arrays.fill(data, 0, Bytes.first('{', data, 0, data.length), (byte) ' ');
            take(new Event(event, data));
            from = to;
        }
        return taken();
    }

    /// The same for whole binary frames, see [EventFrames].
    public byte[] frames(byte[] bytes) {
        int from = 0;
        while (from < bytes.length) {
            int to = EventFrames.firstEnd(bytes, from);
            byte[] frame = Arrays.copyOfRange(bytes, from, to);
            byte[] event = EventFrames.event(frame);
            take(new Event(event, event, frame));
            from = to;
        }
        return taken();
    }

    private byte[] taken() {
        if (heldBytes > MAX_HELD) {
            begun.clear();
        }
        return ready();
    }

    /// The stream is over: what is still held.
    public byte[] rest() {
        begun.clear();
        return ready();
    }

    private void take(Event event) {
        held.add(event);
        heldBytes += event.bytes.length;
        byte[] data = event.data;
        int begins = Bytes.nonSpace(data, 0, data.length);
        if (begins == data.length || EventLine.isPing(data, begins, data.length)) {
            return;
        }
        if (!texts(event, data)) {
            // A text ended here, or the stream: what has begun will not go on.
            begun.clear();
        }
    }

    private boolean texts(Event event, byte[] data) {
        JsonStrings read;
        try {
            read = JsonStrings.read(data);
        } catch (UnreadableBodyException e) {
            return false;
        }
        boolean text = false;
        for (JsonStrings.Found string : read.strings()) {
            if (string.isText()) {
                text = true;
                follow(
                        string.text(),
                        new Piece(event, string.from(), string.to(), holdsJson(read, string)));
            } else if (string.value()) {
                replace(event, string.from(), string.to(), holdsJson(read, string));
            }
        }
        return text;
    }

    /// Whether the string holds JSON.
    private boolean holdsJson(JsonStrings event, JsonStrings.Found string) {
        return switch (format) {
            case ANTHROPIC_MESSAGES -> string.name().equals("partial_json");
            case OPENAI_CHAT -> string.name().equals("arguments");
            case OPENAI_RESPONSES ->
                    string.name().equals("arguments")
                            || event.type().equals("response.function_call_arguments.delta");
            case OPENAI_EMBEDDINGS, GEMINI, AS_IT_STANDS, HOOK -> false;
        };
    }

    /// A text goes on with this piece.
    private void follow(String text, Piece piece) {
        Begun before = begun.get(text);
        int from = before == null ? piece.from() : before.goesOn(piece, this);
        if (from < 0) {
            return;
        }
        begun.remove(text);
        int open = replace(piece.event(), from, piece.to(), piece.json());
        if (open < piece.to()) {
            begun.put(text, new Begun(new Piece(piece.event(), open, piece.to(), piece.json())));
        }
    }

    /// Puts in the values of the placeholders that stand whole in a range.
    ///
    /// @return where one begins that may go on behind the range, or its end
    private int replace(Event event, int from, int to, boolean json) {
        byte[] in = event.bytes;
        int i = from;
        while (i < to) {
            i = Bytes.first('[', in, i, to);
            if (i == to) {
                return to;
            }
            String whole = startingAt(in, i, to);
            if (whole != null) {
                event.replace(i, i + whole.length(), value(whole, json));
                i += whole.length();
            } else if (to - i < longest && mayGoOn(ascii(in, i, to))) {
                return i;
            } else {
                i++;
            }
        }
        return to;
    }

    private @Nullable String startingAt(byte[] in, int at, int to) {
        int end = Bytes.first(']', in, at, Math.min(to, at + longest));
        String whole = ascii(in, at, Math.min(to, end + 1));
        return values.containsKey(whole) ? whole : null;
    }

    private boolean mayGoOn(String start) {
        String next = values.higherKey(start);
        return next != null && next.startsWith(start);
    }

    private byte[] value(String placeholder, boolean json) {
        byte[] value = Objects.requireNonNull(values.get(placeholder));
        byte[] once = JsonText.escape(value);
        return json ? JsonText.escape(once) : once;
    }

    private byte[] ready() {
        Set<Event> waiting = new HashSet<>();
        for (Begun open : begun.values()) {
            open.pieces.forEach(piece -> waiting.add(piece.event()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (!held.isEmpty() && !waiting.contains(held.getFirst())) {
            Event event = held.removeFirst();
            heldBytes -= event.bytes.length;
            out.writeBytes(event.written());
        }
        return out.toByteArray();
    }

    private static String ascii(byte[] in, int from, int to) {
        return new String(in, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// A range of an event's string.
    ///
    /// @param json whether the string holds JSON, in whose strings a value is escaped once more
    private record Piece(Event event, int from, int to, boolean json) {}

    /// A placeholder that has begun and may go on.
    private static final class Begun {
        private final List<Piece> pieces = new ArrayList<>();
        private String text;

        Begun(Piece first) {
            pieces.add(first);
            text = ascii(first.event().bytes, first.from(), first.to());
        }

        /// Goes on with another piece.
        ///
        /// @return where what is not part of it begins in the piece; -1 when it is still open
        int goesOn(Piece next, Restoring all) {
            byte[] in = next.event().bytes;
            int enough = Math.min(next.to(), next.from() + all.longest);
            String longer = text + ascii(in, next.from(), enough);
            String placeholder = longer.substring(0, longer.indexOf(']') + 1);
            if (all.values.containsKey(placeholder)) {
                int end = next.from() + placeholder.length() - text.length();
                Piece first = pieces.getFirst();
                first.event()
                        .replace(first.from(), first.to(), all.value(placeholder, first.json()));
                for (Piece piece : pieces.subList(1, pieces.size())) {
                    piece.event().replace(piece.from(), piece.to(), new byte[0]);
                }
                next.event().replace(next.from(), end, new byte[0]);
                return end;
            }
            if (all.mayGoOn(longer)) {
                pieces.add(next);
                text = longer;
                return -1;
            }
            return next.from();
        }
    }

    /// One event, and what changes in it.
    private static final class Event {
        private final byte[] bytes;
        private final byte[] data;
        private final byte @Nullable [] frame;
        private final List<Change> changes = new ArrayList<>(0);

        /// @param data its JSON, where it stands in the bytes; all else is blank
        Event(byte[] bytes, byte[] data) {
            this(bytes, data, null);
        }

        /// @param frame around the bytes; null when there is none
        Event(byte[] bytes, byte[] data, byte @Nullable [] frame) {
            this.bytes = bytes;
            this.data = data;
            this.frame = frame;
        }

        /// The data of a server-sent event, which may come in several lines.
        static byte[] data(byte[] bytes) {
            byte[] data = new byte[bytes.length];
            Arrays.fill(data, (byte) ' ');
            int from = 0;
            while (from < bytes.length) {
                int to = Bytes.lineEnd(bytes, from, bytes.length);
                int value = EventLine.data(bytes, from, to);
                if (value >= 0) {
                    System.arraycopy(bytes, value, data, value, to - value);
                }
                from = to + 1;
            }
            return data;
        }

        void replace(int from, int to, byte[] by) {
            changes.add(new Change(from, to, by));
        }

        byte[] written() {
            if (changes.isEmpty()) {
                return frame == null ? bytes : frame;
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + 64);
            int copied = 0;
            // A placeholder that ends in a later event is put in last and may stand before others.
            changes.sort(Comparator.comparingInt(Change::from));
            for (Change change : changes) {
                out.write(bytes, copied, change.from - copied);
                out.writeBytes(change.by);
                copied = change.to;
            }
            out.write(bytes, copied, bytes.length - copied);
            return frame == null ? out.toByteArray() : EventFrames.with(frame, out.toByteArray());
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Change(int from, int to, byte[] by) {}
}
