// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.verifier;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Predicate;

/// Hashes side by side, some of which may not be known.
final class HashList {
    // 2 to the power of this many trials
    private static final int MAX_DOUBTS = 10;

    private final byte[] bytes;
    private final boolean[] known;

    HashList(int width) {
        this(new byte[width * Hash.BYTES], new boolean[width]);
    }

    private HashList(byte[] bytes, boolean[] known) {
        this.bytes = bytes;
        this.known = known;
    }

    /// The hashes that a tile's content holds, as many of `width` as there are whole ones.
    static HashList of(Bytes content, int width) {
        HashList list = new HashList(width);
        list.take(content);
        return list;
    }

    /// Takes the hashes of a tile's content, as many as there are whole ones, and no others.
    void take(Bytes content) {
        int there = Math.min(known.length, content.length() / Hash.BYTES);
        System.arraycopy(content.array(), 0, bytes, 0, there * Hash.BYTES);
        knownUpTo(there);
    }

    int width() {
        return known.length;
    }

    byte[] bytes() {
        return bytes;
    }

    boolean isKnown(int at) {
        return known[at];
    }

    boolean isComplete() {
        return firstUnknown() < 0;
    }

    /// The first place of which nothing is known, -1 when there is none.
    int firstUnknown() {
        for (int i = 0; i < known.length; i++) {
            if (!known[i]) {
                return i;
            }
        }
        return -1;
    }

    Hash get(int at) {
        return Hash.at(bytes, at * Hash.BYTES);
    }

    void set(int at, Hash hash) {
        hash.copyTo(bytes, at * Hash.BYTES);
        known[at] = true;
    }

    /// Says that the first `count` hashes of [#bytes()] were written there, and no others.
    void knownUpTo(int count) {
        Arrays.fill(known, 0, count, true);
        Arrays.fill(known, count, known.length, false);
    }

    void putAll(int at, HashList other) {
        System.arraycopy(other.bytes, 0, bytes, at * Hash.BYTES, other.bytes.length);
        System.arraycopy(other.known, 0, known, at, other.known.length);
    }

    HashList part(int from, int width) {
        return new HashList(
                Arrays.copyOfRange(bytes, from * Hash.BYTES, (from + width) * Hash.BYTES),
                Arrays.copyOfRange(known, from, from + width));
    }

    /// Whether both know the same hash there.
    boolean agreesAt(int at, HashList other) {
        int from = at * Hash.BYTES;
        return known[at]
                && other.known[at]
                && Arrays.equals(
                        bytes, from, from + Hash.BYTES, other.bytes, from, from + Hash.BYTES);
    }

    /// Whether both are complete and the same.
    boolean agrees(HashList other) {
        return isComplete() && other.isComplete() && Arrays.equals(bytes, other.bytes);
    }

    /// Finds the true hashes from two accounts of them, each of which may be damaged: those that
    /// pass the proof. Null when that can not be told.
    static @Nullable HashList settle(HashList a, HashList b, Predicate<HashList> proof) {
        HashList mixed = a.part(0, a.width());
        int[] doubts = new int[MAX_DOUBTS];
        int count = 0;
        for (int i = 0; i < a.width(); i++) {
            if (!a.known[i] && !b.known[i]) {
                return null;
            }
            if (!a.known[i]) {
                mixed.set(i, b.get(i));
            } else if (b.known[i] && !a.agreesAt(i, b)) {
                if (count == MAX_DOUBTS) {
                    return a.isComplete() && proof.test(a)
                            ? a
                            : b.isComplete() && proof.test(b) ? b : null;
                }
                doubts[count] = i;
                count++;
            }
        }
        for (int trial = 0; trial < 1 << count; trial++) {
            for (int i = 0; i < count; i++) {
                HashList from = (trial & 1 << i) == 0 ? a : b;
                mixed.set(doubts[i], from.get(doubts[i]));
            }
            if (proof.test(mixed)) {
                return mixed;
            }
        }
        return null;
    }
}
