// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.Digest;
import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;
import java.util.List;

/// How far a course has come among those of whom it is asked. Figures never come without how many
/// they are of, which version is taught, and when it was counted.
///
/// @param version that is taught
/// @param asked active people of whom it is asked
/// @param done of them, who passed it and have nothing more to do
/// @param doneInThisVersion of those, who passed the version that is taught
/// @param due of those asked, who have something to do and time for it
/// @param overdue of those asked, who should have done it
/// @param late those who are overdue, in the order in which they joined: nobody is ranked
public record Completion(
        CourseId course,
        String title,
        Digest version,
        Instant asOf,
        int asked,
        int done,
        int doneInThisVersion,
        int due,
        int overdue,
        List<Late> late) {
    public Completion {
        late = List.copyOf(late);
    }

    /// Somebody who is overdue.
    public record Late(PersonId person, Instant since, Standing.Because because) {}
}
