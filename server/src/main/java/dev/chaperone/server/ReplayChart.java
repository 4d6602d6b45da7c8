// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.policy.Effect;
import dev.chaperone.policy.Replayed;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Two bars of the same requests: what was decided on them, and what would have been.
///
/// @param width of the drawing, 88 high
record ReplayChart(int width, List<Bar> bars, String text) {
    /// For a screen of a desk and of a hand.
    static final int WIDE = 1_160;

    static final int NARROW = 340;

    private static final int[] TOPS = {16, 62};
    private static final double LEAST = 1.5;

    /// A bar with its words.
    ///
    /// @param y of its upper edge
    record Bar(int y, String label, String text, List<Piece> pieces) {}

    /// One decision's part of a bar.
    record Piece(String style, double x, double width) {}

    static ReplayChart of(Replayed result, int width) {
        List<Bar> bars =
                List.of(
                        bar(0, "Decided then", sums(result, true), result.judged(), width),
                        bar(1, "With this text", sums(result, false), result.judged(), width));
        return new ReplayChart(width, bars, bars.get(0).text() + ". " + bars.get(1).text() + ".");
    }

    private static Map<Effect, Long> sums(Replayed result, boolean before) {
        Map<Effect, Long> sums = new EnumMap<>(Effect.class);
        for (Effect one : Effect.values()) {
            for (Effect other : Effect.values()) {
                sums.merge(
                        one,
                        before ? result.decided(one, other) : result.decided(other, one),
                        Long::sum);
            }
        }
        return sums;
    }

    private static Bar bar(
            int place, String label, Map<Effect, Long> sums, long judged, int width) {
        List<Piece> pieces = new ArrayList<>();
        List<String> words = new ArrayList<>();
        double x = 0;
        for (Effect effect : Effect.values()) {
            long number = sums.getOrDefault(effect, 0L);
            if (number > 0) {
                double drawn = Math.max(LEAST, number * (double) width / judged);
                // What is few is drawn wider than it is, so the last part gives way.
                double fitting = Math.min(drawn, width - x);
                pieces.add(new Piece(effect.written(), round(x), round(fitting)));
                words.add(Words.number(number) + " " + effect.written());
                x += fitting;
            }
        }
        return new Bar(TOPS[place], label, label + ": " + String.join(", ", words), pieces);
    }

    private static double round(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
