// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// One access to be reviewed, as it was when the review was opened.
///
/// @param number within the review, from 1
/// @param present whether the person worked here
/// @param held what was granted; null: the tool was used without a grant
/// @param seatNeeded whether an account at the vendor goes with it
/// @param use in the period
/// @param verdict null while nobody decided
/// @param gone how it is known that what was revoked is gone; null while it is not, or not revoked
public record ReviewRow(
        int number,
        PersonId person,
        boolean present,
        ToolId tool,
        PlanId plan,
        @Nullable Held held,
        boolean seatNeeded,
        Use use,
        @Nullable Verdict verdict,
        @Nullable Gone gone) {
    /// A grant.
    public record Held(String grant, Set<String> classes, Instant from, Instant until) {
        public Held {
            classes = Set.copyOf(classes);
        }
    }

    /// What the record tells of the period.
    ///
    /// @param last null: never
    /// @param personal requests with an account that is not the company's
    public record Use(@Nullable Instant last, long requests, long blocked, long personal) {}

    /// What a reviewer decided.
    ///
    /// @param together how many rows were decided with the same click
    public record Verdict(
            Decision decision, String reason, PersonId by, Instant at, int together) {}

    /// How it is known that what was revoked is gone.
    ///
    /// @param readAt when the source was read, after the decision
    public record Gone(String source, Instant readAt, String by, Instant at) {}

    /// What becomes of an access.
    public enum Decision {
        KEEP,
        /// It stays until somebody asks for another one.
        MODIFY,
        REVOKE;

        /// The spelling of the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// Reads the written form.
        public static Decision parse(String written) {
            for (Decision each : values()) {
                if (each.written().equals(written)) {
                    return each;
                }
            }
            throw RejectedException.invalid(
                    "decision is '" + written + "', not keep, modify or revoke.");
        }
    }

    /// Whether somebody still has to show that it is gone.
    public boolean isPending() {
        return verdict != null && verdict.decision() == Decision.REVOKE && gone == null;
    }

    /// As it counts into the hash of the population: everything that was known when it was opened.
    String frozen() {
        return String.join(
                "\t",
                Integer.toString(number),
                person.value(),
                Boolean.toString(present),
                tool.value(),
                plan.value(),
                held == null
                        ? "-"
                        : held.grant()
                                + " "
                                + String.join(",", new TreeSet<>(held.classes()))
                                + " "
                                + held.from()
                                + " "
                                + held.until(),
                Boolean.toString(seatNeeded),
                String.valueOf(use.last()),
                Long.toString(use.requests()),
                Long.toString(use.blocked()),
                Long.toString(use.personal()));
    }
}
