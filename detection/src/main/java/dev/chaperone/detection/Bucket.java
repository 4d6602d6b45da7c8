// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// All that is noticed by the same sign. Where that is much, it is asked for by how many letters
/// and digits stand behind that sign: in few tokens it is just so many.
final class Bucket {
    /// So many candidates are one list.
    private static final int FEW = 8;

    /// How many characters from the place on belong to the sign.
    private final int sign;

    private final List<Candidate> all = new ArrayList<>();
    private Candidates[] byLength = {};

    Bucket(int sign) {
        this.sign = sign;
    }

    static void add(@Nullable Bucket[] buckets, int at, Candidate candidate) {
        Bucket bucket = buckets[at];
        if (bucket == null) {
            bucket = new Bucket(0);
            buckets[at] = bucket;
        }
        bucket.add(candidate);
    }

    void add(Candidate candidate) {
        int at = all.size();
        while (at > 0 && all.get(at - 1).length() > candidate.length()) {
            at--;
        }
        all.add(at, candidate);
    }

    /// Makes them ready to be asked, when all are added.
    static void pack(@Nullable Bucket[] buckets) {
        for (Bucket each : buckets) {
            if (each != null) {
                each.pack();
            }
        }
    }

    void pack() {
        if (all.size() <= FEW) {
            byLength = new Candidates[] {new Candidates(all)};
            return;
        }
        byLength = new Candidates[Long.SIZE - sign + 1];
        Arrays.setAll(byLength, length -> new Candidates(with(length)));
    }

    private List<Candidate> with(int length) {
        return all.stream().filter(each -> each.outline().mayHave(sign, length)).toList();
    }

    /// Tells what stands at a place.
    ///
    /// @param bucket null when nothing is noticed by that sign
    /// @param here which of the characters from the place on are letters and digits
    static void look(
            @Nullable Bucket bucket,
            Text text,
            int place,
            int end,
            long here,
            Consumer<Finding> found) {
        if (bucket != null) {
            bucket.candidates(here).look(text, place, end, here, found);
        }
    }

    /// Whether something of it may stand at a place, as far as a glance tells.
    boolean isWorthALook(Text text, int place, int end, long here) {
        return candidates(here).next(0, text, place, end, here) >= 0;
    }

    private Candidates candidates(long here) {
        Candidates[] lists = byLength;
        return lists[lists.length == 1 ? 0 : Long.numberOfTrailingZeros(~(here >>> sign))];
    }
}
