// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Says where in a text any probe should look. It reads one word of four bytes at every second
/// place and asks a bit table; only the few places that pass meet the exact table.
final class AnchorIndex {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS =
            MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int FILTER_BITS = 19;
    private static final int MIX = 0x9E3779B1;
    private static final Entry[] NONE = {};

    private final long[] filter = new long[1 << FILTER_BITS - 6];
    private final int[] words;
    private final Entry[][] entries;

    /// A probe and how far its anchor's beginning lies before the word.
    record Entry(Probe probe, int offset) {}

    AnchorIndex(List<Probe> probes) {
        Map<Integer, List<Entry>> byWord = new HashMap<>();
        for (Probe probe : probes) {
            for (Anchor anchor : probe.anchors()) {
                for (int offset = 0; offset < 2; offset++) {
                    var entry = new Entry(probe, offset);
                    anchor.words(offset, word -> add(byWord, word, entry));
                }
            }
        }
        int size = Integer.highestOneBit(byWord.size() * 4);
        words = new int[size];
        entries = new Entry[size][];
        byWord.forEach(this::insert);
    }

    private static void add(Map<Integer, List<Entry>> byWord, int word, Entry entry) {
        List<Entry> list = byWord.computeIfAbsent(word, _ -> new ArrayList<>());
        if (!list.contains(entry)) {
            list.add(entry);
        }
    }

    private void insert(int word, List<Entry> list) {
        int bit = hash(word);
        filter[bit >>> 6] |= 1L << bit;
        int slot = slot(word);
        while (words[slot] != 0) {
            slot = slot + 1 & words.length - 1;
        }
        words[slot] = word;
        entries[slot] = list.toArray(NONE);
    }

    /// The first place at or behind `at`, in steps of two, whose word passes the filter; -1 when
    /// there is none before `to`.
    int next(byte[] bytes, int at, int to) {
        int i = at;
        for (; i <= to - 10; i += 8) {
            long eight = (long) LONGS.get(bytes, i);
            long found =
                    bit((int) eight)
                            | bit((int) (eight >>> 16))
                            | bit((int) (eight >>> 32))
                            | bit((int) INTS.get(bytes, i + 6));
            if ((found & 1) != 0) {
                break;
            }
        }
        for (; i <= to - 4; i += 2) {
            if ((bit((int) INTS.get(bytes, i)) & 1) != 0) {
                return i;
            }
        }
        return -1;
    }

    /// The probes for the word at `at`, often none: the filter lets strangers through.
    Entry[] at(byte[] bytes, int at) {
        int word = (int) INTS.get(bytes, at);
        for (int slot = slot(word); words[slot] != 0; slot = slot + 1 & words.length - 1) {
            if (words[slot] == word) {
                return entries[slot];
            }
        }
        return NONE;
    }

    private long bit(int word) {
        int bit = hash(word);
        return filter[bit >>> 6] >>> bit;
    }

    private static int hash(int word) {
        return word * MIX >>> 32 - FILTER_BITS;
    }

    private int slot(int word) {
        return word * MIX >>> 8 & words.length - 1;
    }
}
