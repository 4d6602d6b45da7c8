// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/// The texts at which [Probe]s look. A [Marker] tells where three characters may begin by which one
/// is noticed; this class says whether it is one.
final class Literals {
    private static final int GROUPS = 8;
    private static final int HALF = 16;

    /// How often each may move to the group that fits it best.
    private static final int ROUNDS = 6;

    private static final int SLOTS = 1 << 10;
    private static final int MIX = 0x9E3779B1;
    private static final Entry[] NONE = {};

    // By three characters without the bit of their case.
    private final int[] keys = new int[SLOTS];
    private final Entry[][] entries = new Entry[SLOTS][];
    private final byte[][] nibbles = new byte[2 * Literal.NOTICED][HALF];

    private record Entry(Literal literal, Probe probe) {}

    Literals(List<Probe> probes) {
        Arrays.fill(entries, NONE);
        SortedSet<String> noticed = new TreeSet<>();
        for (Probe probe : probes) {
            for (Literal literal : probe.literals()) {
                String three = literal.noticed();
                int slot = slot(key(three.charAt(0), three.charAt(1), three.charAt(2)));
                keys[slot] = key(three.charAt(0), three.charAt(1), three.charAt(2));
                Entry[] more = Arrays.copyOf(entries[slot], entries[slot].length + 1);
                more[more.length - 1] = new Entry(literal, probe);
                entries[slot] = more;
                noticed.add(three);
            }
        }
        group(List.copyOf(noticed));
    }

    /// Puts those into one group that have halves of bytes in common, so that few other texts pass.
    private void group(List<String> noticed) {
        List<List<String>> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            groups.add(new ArrayList<>());
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (String three : noticed) {
                groups.forEach(group -> group.remove(three));
                groups.stream()
                        .min(Comparator.comparingDouble(group -> costOfAdding(three, group)))
                        .orElseThrow()
                        .add(three);
            }
        }
        for (int group = 0; group < GROUPS; group++) {
            int[] halves = halves(groups.get(group));
            for (int i = 0; i < halves.length; i++) {
                for (int half = halves[i]; half != 0; half &= half - 1) {
                    nibbles[i][Integer.numberOfTrailingZeros(half)] |= (byte) (1 << group);
                }
            }
        }
    }

    private static double costOfAdding(String three, List<String> group) {
        int[] halves = halves(group);
        double before = strangers(halves);
        addHalves(three, halves);
        return strangers(halves) - before;
    }

    /// How often texts pass that have these halves of bytes.
    private static double strangers(int[] halves) {
        double product = 1;
        for (int place = 0; place < Literal.NOTICED; place++) {
            double share = 0;
            for (int high = halves[2 * place + 1]; high != 0; high &= high - 1) {
                for (int low = halves[2 * place]; low != 0; low &= low - 1) {
                    int b = HALF * Integer.numberOfTrailingZeros(high);
                    share += Frequency.of(b + Integer.numberOfTrailingZeros(low));
                }
            }
            product *= share;
        }
        return product;
    }

    /// The low and the high halves of each of three bytes, a bit for each value.
    private static int[] halves(List<String> group) {
        int[] halves = new int[2 * Literal.NOTICED];
        group.forEach(three -> addHalves(three, halves));
        return halves;
    }

    private static void addHalves(String three, int[] halves) {
        for (int place = 0; place < Literal.NOTICED; place++) {
            char c = three.charAt(place);
            addHalves(c, place, halves);
            // a part of a letter beyond ASCII is no letter
            addHalves(c < 0x80 ? Character.toUpperCase(c) : c, place, halves);
        }
    }

    private static void addHalves(char b, int place, int[] halves) {
        halves[2 * place] |= 1 << b % HALF;
        halves[2 * place + 1] |= 1 << b / HALF;
    }

    /// For the low and the high half of each of three bytes the groups in which it occurs: a bit
    /// for each group.
    byte[][] nibbles() {
        return nibbles.clone();
    }

    /// Asks the probes about the marked places of a block.
    void in(Text text, Marks marks, int words, Consumer<Finding> found) {
        for (int word = 0; word < words; word++) {
            for (long bits = marks.literals[word]; bits != 0; bits &= bits - 1) {
                look(text, marks.place(word, bits), found);
            }
        }
    }

    private void look(Text text, int at, Consumer<Finding> found) {
        if (at + Literal.NOTICED > text.end()) {
            return;
        }
        byte[] bytes = text.bytes();
        int key = key(bytes[at], bytes[at + 1], bytes[at + 2]);
        int slot = slot(key);
        if (keys[slot] == key) {
            look(entries[slot], text, at, found);
        }
    }

    private static void look(Entry[] entries, Text text, int at, Consumer<Finding> found) {
        for (Entry entry : entries) {
            int start = at - entry.literal().rarest();
            if (text.hasAnyCase(start, entry.literal().text())) {
                Finding finding = entry.probe().at(text, start);
                if (finding != null) {
                    found.accept(finding);
                }
            }
        }
    }

    private static int key(int first, int second, int third) {
        return first << 16 & 0xdf0000 | second << 8 & 0xdf00 | third & 0xdf;
    }

    /// Where a key is, or where it would be.
    private int slot(int key) {
        int slot = key * MIX >>> 8 & SLOTS - 1;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }
}
