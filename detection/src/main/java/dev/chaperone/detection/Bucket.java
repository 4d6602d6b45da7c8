// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/// All that is noticed by the same sign. Where that is much, it is asked for by how many letters
/// and digits stand behind that sign: in few tokens it is just so many.
final class Bucket {
    /// So many candidates are one list.
    private static final int FEW = 8;

    /// How many characters from the place on belong to the sign.
    private final int sign;

    private Candidates[] byLength = {new Candidates()};

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
        if (byLength.length == 1 && byLength[0].size() == FEW) {
            spread();
        }
        for (int length = 0; length < byLength.length; length++) {
            if (byLength.length == 1 || candidate.outline().mayHave(sign, length)) {
                byLength[length].add(candidate);
            }
        }
    }

    private void spread() {
        Candidates all = byLength[0];
        byLength = new Candidates[Long.SIZE - sign + 1];
        Arrays.setAll(byLength, length -> all.with(sign, length));
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
