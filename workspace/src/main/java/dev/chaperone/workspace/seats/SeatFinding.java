// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.PlanId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.RejectedException;
import dev.chaperone.workspace.access.AccessKind;

import java.util.Locale;

/// Something at a vendor that is not as it should be, as of the newest reading.
public sealed interface SeatFinding {
    Kind kind();

    /// An account that should not be there, or of which nobody knows whose it is.
    record OfSeat(Kind kind, Seat seat) implements SeatFinding {}

    /// Somebody was granted something that no list shows.
    ///
    /// @param grant its id
    record OfGrant(
            Kind kind, String grant, PersonId person, ToolId tool, PlanId plan, AccessKind access)
            implements SeatFinding {}

    /// What is not as it should be, the worst first.
    enum Kind {
        /// The account of somebody who has left.
        LEFT(5),
        /// Nobody knows whose it is.
        UNRESOLVED(4),
        /// The policy asks for grants, and its owner has none for it.
        NO_GRANT(3),
        /// The policy allows the tool under other plans, or not at all.
        PLAN(2),
        /// Granted, and the list shows none.
        NO_SEAT(1);

        private final long rank;

        Kind(long rank) {
            this.rank = rank;
        }

        /// The worse, the greater.
        long rank() {
            return rank;
        }

        /// The spelling of the API.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /// Reads the written form.
        public static Kind parse(String written) {
            for (Kind each : values()) {
                if (each.written().equals(written)) {
                    return each;
                }
            }
            throw RejectedException.invalid(
                    "kind is '" + written + "', not left, unresolved, no-grant, plan or no-seat.");
        }
    }
}
