// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/// All that is noticed by the same sign. Where that is much, it is asked for by how many letters
/// and digits stand at the place: few tokens begin with just so many.
final class Bucket {
    /// So many candidates are one list.
    private static final int FEW = 8;

    private Candidates[] byLength = {new Candidates()};

    static void add(@Nullable Bucket[] buckets, int at, Candidate candidate) {
        Bucket bucket = buckets[at];
        if (bucket == null) {
            bucket = new Bucket();
            buckets[at] = bucket;
        }
        bucket.add(candidate);
    }

    void add(Candidate candidate) {
        if (byLength.length == 1 && byLength[0].size() == FEW) {
            spread();
        }
        for (int length = 0; length < byLength.length; length++) {
            if (byLength.length == 1 || candidate.outline().mayBegin(length)) {
                byLength[length].add(candidate);
            }
        }
    }

    private void spread() {
        Candidates all = byLength[0];
        byLength = new Candidates[Long.SIZE + 1];
        Arrays.setAll(byLength, all::beginning);
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
            Candidates[] lists = bucket.byLength;
            int length = lists.length == 1 ? 0 : Long.numberOfTrailingZeros(~here);
            lists[length].look(text, place, end, here, found);
        }
    }

    /// Whether something of it may stand at a place, as far as a glance tells.
    boolean isWorthALook(Text text, int place, int end, long here) {
        int length = byLength.length == 1 ? 0 : Long.numberOfTrailingZeros(~here);
        return byLength[length].next(0, text, place, end, here) >= 0;
    }
}
