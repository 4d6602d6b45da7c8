// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.channels;

import org.jspecify.annotations.Nullable;

/// What the other side made of a message.
///
/// @param reference what it is called there, for example the number of a ticket; null when it did
///   not say
/// @param address where it can be looked at there; null when it did not say
public record Receipt(@Nullable String reference, @Nullable String address) {
    /// Taken without a word.
    public static final Receipt SILENT = new Receipt(null, null);
}
