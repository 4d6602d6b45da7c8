// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.accessreviews;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.AccessKind;
import dev.chaperone.workspace.seats.SourceId;

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
/// @param kind with what the person gets in
/// @param seatNeeded whether something at the vendor goes with it
/// @param seat the account on a vendor's list; null when no list shows one
/// @param use in the period
/// @param delegation who decides it by somebody's wish; null when whoever may
/// @param verdict null while nobody decided
/// @param followUp what became of what was to be changed
/// @param told whether a vendor's list tells when it is gone: then nobody's word does
/// @param gone how it is known that what was revoked is gone; null while it is not, or not revoked
public record ReviewRow(
        int number,
        PersonId person,
        boolean present,
        ToolId tool,
        PlanId plan,
        @Nullable Held held,
        AccessKind kind,
        boolean seatNeeded,
        @Nullable Listed seat,
        Use use,
        @Nullable Delegation delegation,
        @Nullable Verdict verdict,
        FollowUp followUp,
        boolean told,
        @Nullable Gone gone) {
    /// Whether what was to be changed is another.
    public enum FollowUp {
        /// Nothing was to be changed.
        NONE,
        OPEN,
        DONE
    }

    /// A grant.
    public record Held(String grant, Set<String> classes, Instant from, Instant until) {
        public Held {
            classes = Set.copyOf(classes);
        }
    }

    /// An account as the newest reading of a list showed it when the review was opened.
    ///
    /// @param plan null: the list told none
    /// @param state in the vendor's word
    /// @param lastActivity null: not known, which is not never
    public record Listed(
            SourceId source,
            String account,
            @Nullable String plan,
            @Nullable String state,
            @Nullable Instant lastActivity) {}

    /// Somebody wants somebody else to decide.
    public record Delegation(PersonId to, String reason, PersonId by, Instant at) {}

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
        /// It stays, and is followed up until the grant or the account is another.
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
                        Long.toString(use.personal()))
                + listed();
    }

    /// Nothing for a row without an account of a list: those hash as before there were lists.
    private String listed() {
        return seat == null && kind == AccessKind.SEAT
                ? ""
                : "\t"
                        + kind.written()
                        + (seat == null
                                ? ""
                                : String.join(
                                        "\t",
                                        "",
                                        seat.source().value(),
                                        seat.account(),
                                        String.valueOf(seat.plan()),
                                        String.valueOf(seat.state()),
                                        String.valueOf(seat.lastActivity())));
    }

    /// The same, with how it is known that it is gone.
    ReviewRow with(Gone known) {
        return with(followUp, true, known);
    }

    /// The same, with whether a list tells when it is gone.
    ReviewRow with(boolean listTells) {
        return with(followUp, listTells, gone);
    }

    /// The same, with what became of the change.
    ReviewRow with(FollowUp change) {
        return with(change, told, gone);
    }

    private ReviewRow with(FollowUp change, boolean listTells, @Nullable Gone known) {
        return new ReviewRow(
                number,
                person,
                present,
                tool,
                plan,
                held,
                kind,
                seatNeeded,
                seat,
                use,
                delegation,
                verdict,
                change,
                listTells,
                known);
    }
}
