// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.Event.Effect;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Bars of requests per hour, stacked by decision, with the same in words.
///
/// @param width of the drawing, 150 high
record HourChart(int width, List<Line> lines, List<Bar> bars, String text) {
    /// For a screen of a desk and of a hand.
    static final int WIDE = 720;

    static final int NARROW = 340;

    private static final int LEFT = 40;
    private static final int TOP = 10;
    private static final int BASE = 126;
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private static final List<Effect> STACK =
            List.of(Effect.ALLOWED, Effect.WARNED, Effect.REDACTED, Effect.BLOCKED);

    /// Requests of one hour by decision.
    record Hour(Instant start, Map<Effect, Long> counts) {
        Hour {
            counts = Map.copyOf(counts);
        }

        long total() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }

        private String clock() {
            return HOUR.format(start.atOffset(ZoneOffset.UTC));
        }

        private String words() {
            List<String> parts = new ArrayList<>();
            for (Effect effect : STACK) {
                long count = counts.getOrDefault(effect, 0L);
                if (count > 0) {
                    parts.add(Words.number(count) + " " + effect.written());
                }
            }
            return clock() + ": " + (parts.isEmpty() ? "none" : String.join(", ", parts));
        }
    }

    /// A line of the scale.
    record Line(int y, String label) {}

    /// One hour's bar.
    ///
    /// @param label under the bar; empty where labels would touch
    record Bar(int x, int width, int middle, String label, String text, List<Piece> pieces) {}

    /// One decision's part of a bar.
    record Piece(String style, double y, double height) {}

    /// Draws hours, oldest first.
    static HourChart of(List<Hour> hours, int width) {
        long highest = Math.max(1, hours.stream().mapToLong(Hour::total).max().orElse(0));
        long scale = roundUp(highest);
        Slots slots = new Slots(hours.size(), width);
        List<Bar> bars = new ArrayList<>();
        for (int i = 0; i < hours.size(); i++) {
            bars.add(bar(hours.get(i), i, slots, scale));
        }
        return new HourChart(width, scaleLines(scale), bars, words(hours));
    }

    /// Where bars stand.
    private record Slots(int number, int width) {
        int x(int at) {
            return LEFT + at * (width - LEFT) / number + slot() / 6;
        }

        int bar() {
            return slot() * 2 / 3;
        }

        int slot() {
            return (width - LEFT) / number;
        }

        int labelEvery() {
            return slot() > 20 ? 3 : 6;
        }
    }

    private static Bar bar(Hour hour, int at, Slots slots, long scale) {
        List<Piece> pieces = new ArrayList<>();
        double y = BASE;
        for (Effect effect : STACK) {
            double height = hour.counts().getOrDefault(effect, 0L) * (double) (BASE - TOP) / scale;
            if (height > 0) {
                double drawn = Math.max(1.5, height);
                y -= drawn;
                pieces.add(new Piece(effect.written(), round(y), round(drawn)));
            }
        }
        if (pieces.isEmpty()) {
            pieces.add(new Piece("none", BASE - 1.0, 1));
        }
        boolean labelled =
                hour.start().atOffset(ZoneOffset.UTC).getHour() % slots.labelEvery() == 0;
        int x = slots.x(at);
        return new Bar(
                x,
                slots.bar(),
                x + slots.bar() / 2,
                labelled ? hour.clock() : "",
                hour.words(),
                pieces);
    }

    private static List<Line> scaleLines(long scale) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(BASE, "0"));
        if (scale % 2 == 0) {
            lines.add(new Line((TOP + BASE) / 2, Words.number(scale / 2)));
        }
        lines.add(new Line(TOP, Words.number(scale)));
        return lines;
    }

    private static String words(List<Hour> hours) {
        long quiet = hours.stream().filter(hour -> hour.total() == 0).count();
        String busiest =
                hours.stream()
                        .max(Comparator.comparingLong(Hour::total))
                        .filter(hour -> hour.total() > 0)
                        .map(hour -> "Busiest hour from " + hour.words() + ". ")
                        .orElse("");
        return busiest
                + Words.number(quiet)
                + " of "
                + Words.number(hours.size())
                + " hours without a request. Times are UTC.";
    }

    /// The next number of the form 1, 2, 4, 6, 10 times a power of ten: halves stay whole.
    private static long roundUp(long highest) {
        for (long ten = 1; ; ten *= 10) {
            for (long step : new long[] {1, 2, 4, 6}) {
                if (step * ten >= highest) {
                    return step * ten;
                }
            }
        }
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
