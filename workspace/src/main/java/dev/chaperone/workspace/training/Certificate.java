// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;

/// Says that somebody passed a course.
///
/// @param title of the course in the version that was passed
/// @param finishedAt exactly as it is stored and recorded
/// @param entry index of the ledger entry that says the same
/// @param confirmed whether that entry really says the same as the database
public record Certificate(
        String id,
        PersonId person,
        CourseId course,
        String title,
        Digest version,
        int number,
        int score,
        int passMark,
        Instant finishedAt,
        Instant validUntil,
        long entry,
        boolean confirmed) {}
