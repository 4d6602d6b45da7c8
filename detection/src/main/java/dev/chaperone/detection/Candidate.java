// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.detection;

import org.jspecify.annotations.Nullable;

/// What may stand at a place, and what has to be seen there before it is looked at more closely.
///
/// @param glance as [Glance] packs it
/// @param reach the run that has to follow; null when nothing is known of it
record Candidate(Outline outline, long glance, @Nullable Reach reach, Recogniser recogniser) {

    /// One of which nothing is known before.
    static Candidate of(Recogniser recogniser) {
        return new Candidate(Outline.ANY, Glance.NONE, null, recogniser);
    }

    /// How much of the run has to follow.
    int length() {
        return Glance.length(glance);
    }

    /// The same where more of the run has to follow.
    Candidate withLength(int least) {
        return new Candidate(outline, Glance.withLength(glance, least), reach, recogniser);
    }
}
