// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.people;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.Text;

import org.jspecify.annotations.Nullable;

import java.time.LocalDate;
import java.util.Locale;

/// How a person works for the company, as far as anybody said so. Nothing is guessed: what is not
/// known is null.
///
/// @param department at most 100 characters
/// @param title of the job, at most 100 characters
/// @param manager who hears when the person is late with something
/// @param starts the first day
/// @param lastDay the last day of work: from the day after, in the company's zone, nothing of the
///   person works any more, whatever else runs
public record Employment(
        @Nullable Kind kind,
        @Nullable String department,
        @Nullable String title,
        @Nullable PersonId manager,
        @Nullable LocalDate starts,
        @Nullable LocalDate lastDay) {
    /// Nothing is known.
    public static final Employment UNKNOWN = new Employment(null, null, null, null, null, null);

    private static final int LONGEST = 100;

    public Employment {
        department = checked("department", department);
        title = checked("title", title);
        if (starts != null && lastDay != null && lastDay.isBefore(starts)) {
            throw RejectedException.invalid("The last day is before the first.");
        }
    }

    private static @Nullable String checked(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            return null;
        }
        Text.check(field, text.strip(), LONGEST);
        return text.strip();
    }

    /// The same until another last day; null for an open end.
    public Employment until(@Nullable LocalDate day) {
        return new Employment(kind, department, title, manager, starts, day);
    }

    /// As what somebody works.
    public enum Kind {
        EMPLOYEE,
        CONTRACTOR,
        INTERN,
        /// A machine's account.
        SERVICE,
        PARTNER;

        /// The spelling used in the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Reads the written form.
        public static Kind parse(String written) {
            for (Kind kind : values()) {
                if (kind.written().equals(written)) {
                    return kind;
                }
            }
            throw RejectedException.invalid(
                    "employment is '"
                            + written
                            + "', not employee, contractor, intern, service or partner.");
        }
    }
}
