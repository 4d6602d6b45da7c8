// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.vocabulary.PersonId;
import dev.chaperone.vocabulary.ToolId;
import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Locale;

/// An account, key or token as the newest reading of its source shows it.
///
/// @param account the vendor's id or login
/// @param address in lower case; null when the list told none
/// @param plan null when neither the list nor whoever handed it in told one
/// @param lastActivity null: not known, which is not never
/// @param state in the vendor's word
/// @param live false when the vendor lists it as revoked, removed or the like
/// @param shownSince from when on the list shows it without a gap
/// @param owner whose it is; null when nobody knows
/// @param rule why
public record Seat(
        SourceId source,
        ToolId tool,
        String account,
        AccessKind kind,
        @Nullable String address,
        @Nullable String name,
        @Nullable String plan,
        @Nullable Instant lastActivity,
        @Nullable String state,
        boolean live,
        @Nullable Instant created,
        Instant shownSince,
        @Nullable PersonId owner,
        Rule rule) {
    /// By what an account is somebody's, or why it is nobody's.
    public enum Rule {
        /// One person alone ever had its address, and has it.
        ADDRESS,
        /// One person alone ever had its address, and had another later.
        FORMER_ADDRESS,
        /// Somebody said so.
        BY_HAND,
        /// The list tells no address.
        NO_ADDRESS,
        /// Nobody here has or had the address.
        NOBODY,
        /// The address was given to somebody else, and the account may be from before.
        ADDRESS_OF_SEVERAL;

        /// The spelling of the API and the database.
        public String written() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Rule parse(String written) {
            return valueOf(written.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }
}
