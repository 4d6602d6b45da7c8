// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.seats;

import dev.chaperone.workspace.access.AccessKind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// A row of a list that is handed in.
///
/// @param line of the file, from 1
/// @param kind as the row tells, or as is usual on this list
/// @param live whether the account can be used, by the vendor's word
record ListedSeat(
        long line,
        String account,
        @Nullable String address,
        @Nullable String name,
        AccessKind kind,
        @Nullable String plan,
        @Nullable Instant lastActivity,
        @Nullable String state,
        boolean live,
        @Nullable Instant created) {}
