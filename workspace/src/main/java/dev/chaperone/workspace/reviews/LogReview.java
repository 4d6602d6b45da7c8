// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.reviews;

import java.time.Instant;
import java.util.List;

/// What somebody concluded from a stretch of the record.
///
/// @param reviewer a person's id
/// @param scope what was looked at, beside the sample
/// @param findings what was found; also that nothing was
/// @param followed whether something follows from it
/// @param sample ids of the requests that were drawn
/// @param requests how many were recorded in the period then
/// @param entry of the ledger
public record LogReview(
        String reviewer,
        Instant concludedAt,
        String scope,
        String findings,
        boolean followed,
        List<String> sample,
        long requests,
        long entry) {
    public LogReview {
        sample = List.copyOf(sample);
    }
}
