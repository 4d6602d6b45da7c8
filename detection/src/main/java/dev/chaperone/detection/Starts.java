// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Consumer;

/// Recognisers by the one, two or three characters with which their tokens begin.
final class Starts {
    private static final int MIX = 0x9E3779B1;

    private final @Nullable Bucket[] ones = new Bucket[256];

    // The characters pass these before the tables are asked, which are too large to be near: of two
    // known ones a bit each, of three known ones a bit by their hash.
    private final long[] twos = new long[1 << 10];
    private final long[] threes = new long[1 << 10];
    private int[] keys = new int[1 << 10];
    private @Nullable Bucket[] buckets = new Bucket[1 << 10];
    private int count;

    /// How many characters are known of a start.
    ///
    /// @param places for each of its characters what it may be
    static int known(List<String> places) {
        int known = 0;
        while (known < places.size() && places.get(known).length() == 1) {
            known++;
        }
        return known;
    }

    /// @param places for each of three characters what it may be; the first one is known
    void add(List<String> places, Candidate candidate) {
        int first = places.getFirst().charAt(0);
        int known = known(places);
        if (known == 1) {
            ones[first] = added(ones[first], candidate);
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
        buckets[slot] = added(buckets[slot], candidate);
    }

    private static Bucket added(@Nullable Bucket bucket, Candidate candidate) {
        Bucket there = bucket == null ? new Bucket() : bucket;
        there.add(candidate);
        return there;
    }

    private void grow() {
        int[] before = keys;
        @Nullable Bucket[] held = buckets;
        keys = new int[before.length * 2];
        buckets = new Bucket[keys.length];
        for (int i = 0; i < before.length; i++) {
            if (before[i] != 0) {
                int slot = slot(before[i]);
                keys[slot] = before[i];
                buckets[slot] = held[i];
            }
        }
    }

    /// Tells what begins at a place.
    ///
    /// @param end of the run in which it lies
    /// @param here which of the characters from the place on are letters and digits
    void look(Text text, int place, int end, long here, Consumer<Finding> found) {
        if (end - place < Hook.START) {
            return;
        }
        byte[] bytes = text.bytes();
        int one = bytes[place] & 0xff;
        int two = one << 8 | bytes[place + 1] & 0xff;
        int three = two << 8 | bytes[place + 2] & 0xff;
        Bucket.look(ones[one], text, place, end, here, found);
        if ((twos[two >>> 6] >>> two & 1) != 0) {
            Bucket.look(buckets[slot(two)], text, place, end, here, found);
        }
        int hash = hash(three);
        if ((threes[hash >>> 6] >>> hash & 1) != 0) {
            Bucket.look(buckets[slot(three)], text, place, end, here, found);
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
