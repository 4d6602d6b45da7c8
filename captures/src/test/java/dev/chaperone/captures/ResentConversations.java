// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.chaperone.vocabulary.CaptureLevel;
import dev.chaperone.vocabulary.OpaqueId;
import dev.chaperone.vocabulary.PersonId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// A measurement, not a test: keeps the prompts of agents that send their whole conversation again
/// with every turn, and prints how many bytes that takes and how much work it is.
/// `bench/captures.sh` runs it.
///
/// A session begins with a recorded request and grows by an answer and a tool's result each turn. A
/// result is 0.5 to 20 KB of program text. As Claude Code does, the last message carries a mark for
/// the vendor's cache, which moves on with each turn: so the last message comes twice, differently.
final class ResentConversations {
    private static final long SEED = 20261125;
    private static final int PERSONS = 4;
    private static final int SESSIONS = 4;
    private static final int IN_FLIGHT = 16;
    private static final String MARK = ",\"cache_control\":{\"type\":\"ephemeral\"}";

    private static final String PLACE = "\u0001";

    private final List<String> firstTurns;
    private final String source;
    private final Random random = new Random(SEED);

    private ResentConversations(List<String> firstTurns, String source) {
        this.firstTurns = firstTurns;
        this.source = source;
    }

    /// @param arguments a directory with the bodies of first turns, a directory with program text,
    ///   a directory for the captures
    static void main(String[] arguments) throws Exception {
        ResentConversations traffic =
                new ResentConversations(
                        contents(Path.of(arguments[0]), ".json"),
                        String.join("", contents(Path.of(arguments[1]), ".java")));
        System.out.println("seed " + SEED);
        traffic.round("warm-up", Path.of(arguments[2]).resolve("warm-up"));
        traffic.round("measured", Path.of(arguments[2]).resolve("measured"));
    }

    private static List<String> contents(Path directory, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .map(ResentConversations::content)
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void round(String name, Path directory) throws Exception {
        List<Session> sessions = new ArrayList<>();
        for (int person = 0; person < PERSONS; person++) {
            Drawer drawer = new Drawer(PersonId.next(), YearMonth.of(2026, 11), "standard");
            for (int i = 0; i < SESSIONS; i++) {
                String first = firstTurns.get(random.nextInt(firstTurns.size()));
                sessions.add(new Session(drawer, first, 30 + random.nextInt(31)));
            }
        }
        Semaphore slots = new Semaphore(IN_FLIGHT);
        long raw = 0;
        long bodies = 0;
        long pieces = 0;
        try (Captures captures = Cabinets.open(Places.in(directory), Clock.systemUTC())) {
            long cpu = cpuOfWriter();
            while (!sessions.isEmpty()) {
                Session session = sessions.get(random.nextInt(sessions.size()));
                Capture prompt = session.next();
                raw += prompt.body().length;
                pieces += prompt.pieces().size();
                bodies++;
                slots.acquire();
                var _ =
                        captures.keep(prompt)
                                .whenComplete((_, failure) -> {
                                    slots.release();
                                    if (failure != null) {
                                        System.out.println(failure);
                                    }
                                });
                if (session.turns == 0) {
                    sessions.remove(session);
                }
            }
            slots.acquire(IN_FLIGHT);
            double seconds = (cpuOfWriter() - cpu) / 1e9;
            System.out.printf(
                    "%s: %d bodies, %d KB and %d pieces each, %.1f MB; CPU %.2f s = %.0f MB/s a core%n",
                    name,
                    bodies,
                    raw / bodies / 1_000,
                    pieces / bodies,
                    raw / 1e6,
                    seconds,
                    raw / 1e6 / seconds);
            System.out.println(captures.fsck().damages());
        }
        long stored = sizeOf(directory);
        System.out.printf(
                "%s: %.2f MB on disk, keys included; ratio %.1f%n",
                name, stored / 1e6, (double) raw / stored);
    }

    /// Nanoseconds that the store's own threads have run; Linux tells.
    private static long cpuOfWriter() throws IOException {
        long sum = 0;
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            for (Path thread : threads.toList()) {
                if (content(thread.resolve("comm")).startsWith("captures-")) {
                    sum += Long.parseLong(content(thread.resolve("schedstat")).split(" ", -1)[0]);
                }
            }
        }
        return sum;
    }

    private static long sizeOf(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /// One conversation, as it grows.
    private final class Session {
        private final Drawer drawer;
        private final String head;
        private final String rest;
        private final boolean marks;
        private final boolean responses;
        private final StringBuilder messages = new StringBuilder();
        private String last = "";
        private int turns;

        Session(Drawer drawer, String first, int turns) {
            this.drawer = drawer;
            this.turns = turns;
            this.responses = first.contains("\"input\":[");
            this.marks = first.contains("cache_control");
            int end = endOf(first, first.indexOf(responses ? "\"input\":[" : "\"messages\":["));
            this.head = first.substring(0, end);
            this.rest = first.substring(end);
        }

        Capture next() {
            turns--;
            String body = head + messages + last.replace(PLACE, marks ? MARK : "") + rest;
            messages.append(last.replace(PLACE, ""));
            last = turn();
            byte[] bytes = body.getBytes(UTF_8);
            return new Capture(
                    drawer,
                    OpaqueId.next("interaction"),
                    Side.PROMPT,
                    CaptureLevel.FULL,
                    Bodies.salt("any"),
                    bytes,
                    bytes.length,
                    cut(bytes),
                    List.of());
        }

        /// What the assistant asked for and what it got; [#PLACE] stands for the mark.
        private String turn() {
            int length = 500 + random.nextInt(19_500);
            int from = random.nextInt(source.length() - length);
            String result = escaped(source.substring(from, from + length));
            String thought = escaped(source.substring(from / 2, from / 2 + 200));
            String id = OpaqueId.next("call");
            return responses
                    ? ",{\"type\":\"function_call\",\"name\":\"shell\",\"arguments\":\"%s\",\"call_id\":\"%s\"},{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"%s\"}"
                            .formatted(thought, id, id, result)
                    : ",{\"role\":\"assistant\",\"content\":[{\"type\":\"text\",\"text\":\"%s\"},{\"type\":\"tool_use\",\"id\":\"%s\",\"name\":\"Read\",\"input\":{}}]},{\"role\":\"user\",\"content\":[{\"tool_use_id\":\"%s\",\"type\":\"tool_result\",\"content\":\"%s\"\u0001}]}"
                            .formatted(thought, id, id, result);
        }
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /// Where the array that begins behind `from` ends.
    private static int endOf(String json, int from) {
        int depth = 0;
        for (int i = json.indexOf('[', from); ; i++) {
            char c = json.charAt(i);
            if (c == '"') {
                i++;
                while (json.charAt(i) != '"') {
                    i += json.charAt(i) == '\\' ? 2 : 1;
                }
            } else if (c == '[' || c == '{') {
                depth++;
            } else if ((c == ']' || c == '}') && --depth == 0) {
                return i;
            }
        }
    }

    /// Cuts as the gateway does: at the elements of the body's arrays and its other larger values,
    /// where they have at least 256 bytes, and what lies between.
    private static List<Piece> cut(byte[] body) {
        List<Piece> pieces = new ArrayList<>();
        int depth = 0;
        int from = 0;
        int done = 0;
        boolean inArray = false;
        for (int i = 0; i < body.length; i++) {
            byte c = body[i];
            if (c == '"') {
                i++;
                while (body[i] != '"') {
                    i += body[i] == '\\' ? 2 : 1;
                }
            } else if (c == '{' || c == '[') {
                depth++;
                inArray = depth == 2 ? c == '[' : inArray;
                from = depth == (inArray ? 3 : 2) ? i : from;
            } else if (c == '}' || c == ']') {
                depth--;
                boolean ends = depth == (inArray ? 2 : 1) && (inArray || c == '}');
                if (ends && i + 1 - from >= 256) {
                    if (from - done > 1) {
                        pieces.add(Bodies.piece(body, done, from));
                        done = from;
                    }
                    pieces.add(Bodies.piece(body, done, i + 1));
                    done = i + 1;
                }
            }
        }
        pieces.add(Bodies.piece(body, done, body.length));
        return pieces;
    }
}
