// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// Recognisers by the one, two or three characters with which their tokens begin.
final class Starts {
    private static final int MIX = 0x9E3779B1;

    // The characters pass these before anything else is asked, which is too large to be near: of
    // one or two known ones a bit for each pair, of three known ones a bit by their hash.
    private final long[] twos = new long[1 << 10];
    private final long[] threes = new long[1 << 10];

    // By the first character; of a bucket also for which lengths behind its sign it has something.
    private final @Nullable Bucket[] ones = new Bucket[256];
    private final long[] oneLengths = new long[256];

    // By two or three.
    private int[] keys = new int[1 << 10];
    private @Nullable Bucket[] buckets = new Bucket[1 << 10];
    private long[] lengths = new long[1 << 10];
    private int count;

    /// How many characters are known of a start.
    ///
    /// @param places for each of its characters what it may be
    static int known(List<String> places) {
        int known = 0;
        while (known < Math.min(places.size(), Hook.START) && places.get(known).length() == 1) {
            known++;
        }
        return known;
    }

    /// @param places for each of three characters what it may be; the first one is known
    void add(List<String> places, Candidate candidate) {
        int first = places.getFirst().charAt(0);
        int known = known(places);
        if (known == 1) {
            Arrays.fill(twos, first << 2, first + 1 << 2, -1);
            ones[first] = added(ones[first], known, candidate);
            oneLengths[first] |= candidate.outline().lengthsFrom(known);
            return;
        }
        int key = first << 8 | places.get(1).charAt(0);
        if (known == 2) {
            twos[key >>> 6] |= 1L << key;
        } else {
            key = key << 8 | places.get(2).charAt(0);
            threes[hash(key) >>> 6] |= 1L << hash(key);
        }
        int slot = slot(key);
        if (keys[slot] == 0 && ++count > keys.length / 4) {
            grow();
            slot = slot(key);
        }
        keys[slot] = key;
        buckets[slot] = added(buckets[slot], known, candidate);
        lengths[slot] |= candidate.outline().lengthsFrom(known);
    }

    /// Makes it ready to be asked, when all are added.
    void pack() {
        Bucket.pack(ones);
        Bucket.pack(buckets);
    }

    private static Bucket added(@Nullable Bucket bucket, int sign, Candidate candidate) {
        Bucket there = bucket == null ? new Bucket(sign) : bucket;
        there.add(candidate);
        return there;
    }

    private void grow() {
        int[] before = keys;
        @Nullable Bucket[] held = buckets;
        long[] known = lengths;
        keys = new int[before.length * 2];
        buckets = new Bucket[keys.length];
        lengths = new long[keys.length];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int slot = slot(before[i]);
                keys[slot] = before[i];
                buckets[slot] = held[i];
                lengths[slot] = known[i];
            }
        }
    }

    /// Tells what begins at a place of the marked block.
    ///
    /// @param end of the run in which it lies
    void look(Text text, Marks marks, int place, int end, Consumer<Finding> found) {
        if (end - place < Hook.START) {
            return;
        }
        byte[] bytes = text.bytes();
        int one = bytes[place] & 0xff;
        int two = one << 8 | bytes[place + 1] & 0xff;
        int three = two << 8 | bytes[place + 2] & 0xff;
        int hash = hash(three);
        boolean begins = (twos[two >>> 6] >>> two & 1) != 0;
        boolean goesOn = (threes[hash >>> 6] >>> hash & 1) != 0;
        if (!begins && !goesOn) {
            return;
        }
        long here = marks.alnums(place);
        if (begins) {
            if (Outline.hasLength(oneLengths[one], here >>> 1)) {
                Bucket.look(ones[one], text, place, end, here, found);
            }
            look(slot(two), text, place, end, here, here >>> 2, found);
        }
        if (goesOn) {
            look(slot(three), text, place, end, here, here >>> Hook.START, found);
        }
    }

    private void look(
            int slot,
            Text text,
            int place,
            int end,
            long here,
            long behind,
            Consumer<Finding> found) {
        if (Outline.hasLength(lengths[slot], behind)) {
            Bucket.look(buckets[slot], text, place, end, here, found);
        }
    }

    private static int hash(int key) {
        return key * MIX >>> 16;
    }

    /// Where a key is, or where it would be.
    private int slot(int key) {
        int slot = key * MIX >>> 8 & keys.length - 1;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }
}
