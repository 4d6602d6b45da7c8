// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;

import java.time.Instant;

/// A moment at which a course became another one.
///
/// @param number grows with each publication of any course
/// @param retrain whether those who passed an earlier one have to pass this one
/// @param days how long somebody has for it
/// @param entry index in the ledger
record Publication(
        long number,
        CourseId course,
        Digest version,
        boolean retrain,
        int days,
        Instant publishedAt,
        long entry) {}
