// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.training;

import dev.chaperone.vocabulary.CourseId;
import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// A course that somebody has to take again, whether they passed it before or not. An attempt that
/// began before does not count for it.
///
/// @param assignedBy a person's id, `system` or `admin-token`
/// @param entry index in the ledger
public record Retraining(
        String id,
        PersonId person,
        CourseId course,
        Reason reason,
        Instant assignedAt,
        String assignedBy,
        Instant dueAt,
        long entry) {
    /// Why.
    public enum Reason {
        VIOLATION,
        ROLE_CHANGE,
        /// After a long leave.
        RETURN,
        OTHER;

        /// The spelling used in the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// Reads the written form.
        public static Reason parse(String written) {
            return Arrays.stream(values())
                    .filter(reason -> reason.written().equals(written))
                    .findFirst()
                    .orElseThrow(() ->
                            RejectedException.invalid(
                                    "reason is '"
                                            + written
                                            + "', not "
                                            + Arrays.stream(values())
                                                    .map(Reason::written)
                                                    .collect(Collectors.joining(", "))
                                            + "."));
        }
    }
}
