// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/// All that is noticed by the same sign, those first that need the shortest run. Their outlines lie
/// side by side, and so do their [Glance]s, because nearly always nothing else of them is needed.
final class Bucket {
    private long[] known = {};
    private long[] alnums = {};
    private long[] glances = {};
    private Recogniser[] recognisers = {};

    static void add(@Nullable Bucket[] buckets, int at, Candidate candidate) {
        Bucket bucket = buckets[at];
        if (bucket == null) {
            bucket = new Bucket();
            buckets[at] = bucket;
        }
        bucket.add(candidate);
    }

    void add(Candidate candidate) {
        int at = glances.length;
        while (at > 0 && Glance.length(glances[at - 1]) > Glance.length(candidate.glance())) {
            at--;
        }
        known = with(known, at, candidate.outline().known());
        alnums = with(alnums, at, candidate.outline().alnums());
        glances = with(glances, at, candidate.glance());
        Recogniser[] more = Arrays.copyOf(recognisers, recognisers.length + 1);
        System.arraycopy(recognisers, at, more, at + 1, recognisers.length - at);
        more[at] = candidate.recogniser();
        recognisers = more;
    }

    private static long[] with(long[] numbers, int at, long number) {
        long[] more = Arrays.copyOf(numbers, numbers.length + 1);
        System.arraycopy(numbers, at, more, at + 1, numbers.length - at);
        more[at] = number;
        return more;
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
        if (bucket == null) {
            return;
        }
        long[] known = bucket.known;
        long[] alnums = bucket.alnums;
        for (int i = 0; i < known.length; i++) {
            if ((here & known[i]) == alnums[i] && !bucket.tell(i, text, place, end, found)) {
                break;
            }
        }
    }

    /// Tells whether a candidate stands at the place.
    ///
    /// @return whether those behind it may still stand there
    private boolean tell(int candidate, Text text, int place, int end, Consumer<Finding> found) {
        long glance = glances[candidate];
        if (Glance.length(glance) > end - place) {
            return false;
        }
        text.looked(1);
        if (Glance.isWorthALook(glance, text, place)) {
            Finding finding = recognisers[candidate].at(text, place, end);
            if (finding != null) {
                found.accept(finding);
            }
        }
        return true;
    }
}
