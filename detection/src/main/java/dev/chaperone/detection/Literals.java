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

    /// So many of the low bits of a byte choose from a table. They tell letters apart, and those of
    /// either case are the same.
    static final int LOW_BITS = 5;

    private static final int LOW = (1 << LOW_BITS) - 1;

    /// How often each may move to the group that fits it best.
    private static final int ROUNDS = 6;

    private static final int SLOTS = 1 << 10;
    private static final int HASH_SHIFT = 20;
    private static final int MIX = 0x9E3779B1;
    private static final Entry[] NONE = {};
    private static final double[] SHARES = shares();

    // By three characters without the bit of their case.
    private final int[] keys = new int[SLOTS];
    private final long[] hashes = new long[(1 << Integer.SIZE - HASH_SHIFT) / Long.SIZE];
    private final Entry[][] entries = new Entry[SLOTS][];
    private final byte[][] tables = new byte[Literal.NOTICED][LOW + 1];

    private record Entry(Literal literal, Probe probe) {}

    Literals(List<Probe> probes) {
        Arrays.fill(entries, NONE);
        SortedSet<String> noticed = new TreeSet<>();
        for (Probe probe : probes) {
            for (Literal literal : probe.literals()) {
                String three = literal.noticed();
                int key = key(three.charAt(0), three.charAt(1), three.charAt(2));
                int slot = slot(key);
                keys[slot] = key;
                hashes[hash(key) >>> 6] |= 1L << hash(key);
                Entry[] more = Arrays.copyOf(entries[slot], entries[slot].length + 1);
                more[more.length - 1] = new Entry(literal, probe);
                entries[slot] = more;
                noticed.add(three);
            }
        }
        group(List.copyOf(noticed));
    }

    /// Puts those into one group that have characters in common, so that few other texts pass.
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
            int[] lows = lows(groups.get(group));
            for (int place = 0; place < Literal.NOTICED; place++) {
                for (int low = lows[place]; low != 0; low &= low - 1) {
                    tables[place][Integer.numberOfTrailingZeros(low)] |= (byte) (1 << group);
                }
            }
        }
    }

    private static double costOfAdding(String three, List<String> group) {
        int[] lows = lows(group);
        double before = strangers(lows);
        addLows(three, lows);
        return strangers(lows) - before;
    }

    /// How often other texts pass that have these low bits.
    private static double strangers(int[] lows) {
        double product = 1;
        for (int place = 0; place < Literal.NOTICED; place++) {
            double share = 0;
            for (int low = lows[place]; low != 0; low &= low - 1) {
                share += SHARES[Integer.numberOfTrailingZeros(low)];
            }
            product *= share;
        }
        return product;
    }

    /// The low bits that each of three bytes has in a group: a bit for each value.
    private static int[] lows(List<String> group) {
        int[] lows = new int[Literal.NOTICED];
        group.forEach(three -> addLows(three, lows));
        return lows;
    }

    private static void addLows(String three, int[] lows) {
        for (int place = 0; place < Literal.NOTICED; place++) {
            lows[place] |= 1 << (three.charAt(place) & LOW);
        }
    }

    /// How often bytes with these low bits are met.
    private static double[] shares() {
        double[] shares = new double[LOW + 1];
        for (int b = 0; b < 256; b++) {
            shares[b & LOW] += Frequency.of(b);
        }
        return shares;
    }

    /// For the low bits of each of three bytes the groups in which they occur: a bit for each
    /// group.
    byte[][] tables() {
        return tables.clone();
    }

    /// Asks the probes about the marked places of a block.
    void in(Text text, Marks marks, int words, Consumer<Finding> found) {
        int[] places = marks.places;
        int count = noticed(text, places, marks.list(marks.literals, words));
        for (int i = 0; i < count; i++) {
            look(text, places[i], found);
        }
    }

    /// Keeps those of some places at which one is noticed, with few exceptions. Without a branch
    /// for each of them, because no processor could foresee which way it goes.
    ///
    /// @return how many are kept
    private int noticed(Text text, int[] places, int count) {
        byte[] bytes = text.bytes();
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int at = places[i];
            if (at + Literal.NOTICED > text.end()) {
                break;
            }
            int hash = hash(key(bytes[at], bytes[at + 1], bytes[at + 2]));
            places[kept] = at;
            kept += (int) (hashes[hash >>> 6] >>> hash & 1);
        }
        return kept;
    }

    private void look(Text text, int at, Consumer<Finding> found) {
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

    private static int hash(int key) {
        return key * MIX >>> HASH_SHIFT;
    }

    /// Where a key is, or where it would be.
    private int slot(int key) {
        int slot = hash(key) & SLOTS - 1;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }
}
