// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/// All that is noticed by the same sign, those first that need the shortest run. Their [Glance]s
/// lie side by side, because nearly always nothing else of them is needed.
final class Bucket {
    private long[] glances = {};
    private Recogniser[] recognisers = {};

    static void add(@Nullable Bucket[] buckets, int at, long glance, Recogniser recogniser) {
        Bucket bucket = buckets[at];
        if (bucket == null) {
            bucket = new Bucket();
            buckets[at] = bucket;
        }
        bucket.add(glance, recogniser);
    }

    void add(long glance, Recogniser recogniser) {
        int count = glances.length;
        glances = Arrays.copyOf(glances, count + 1);
        recognisers = Arrays.copyOf(recognisers, count + 1);
        int at = count;
        while (at > 0 && Glance.length(glances[at - 1]) > Glance.length(glance)) {
            glances[at] = glances[at - 1];
            recognisers[at] = recognisers[at - 1];
            at--;
        }
        glances[at] = glance;
        recognisers[at] = recogniser;
    }

    /// Tells what stands at a place.
    ///
    /// @param bucket null when nothing is noticed by that sign
    static void look(
            @Nullable Bucket bucket, Text text, int place, int end, Consumer<Finding> found) {
        if (bucket == null) {
            return;
        }
        long[] glances = bucket.glances;
        for (int i = 0; i < glances.length && Glance.length(glances[i]) <= end - place; i++) {
            text.looked(1);
            if (Glance.isWorthALook(glances[i], text, place)) {
                Finding finding = bucket.recognisers[i].at(text, place, end);
                if (finding != null) {
                    found.accept(finding);
                }
            }
        }
    }
}
