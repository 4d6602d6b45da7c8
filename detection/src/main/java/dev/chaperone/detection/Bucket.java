// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.function.Consumer;

/// All that is noticed by the same sign. Their [Glance]s lie side by side, because nearly always
/// nothing else of them is needed.
final class Bucket {
    private long[] glances = {};
    private Recogniser[] recognisers = {};

    void add(long glance, Recogniser recogniser) {
        int count = glances.length;
        glances = Arrays.copyOf(glances, count + 1);
        recognisers = Arrays.copyOf(recognisers, count + 1);
        glances[count] = glance;
        recognisers[count] = recogniser;
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
        text.looked(glances.length);
        for (int i = 0; i < glances.length; i++) {
            if (Glance.isWorthALook(glances[i], text, place, end)) {
                Finding finding = bucket.recognisers[i].at(text, place, end);
                if (finding != null) {
                    found.accept(finding);
                }
            }
        }
    }
}
