// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.Digest;

import java.time.Instant;

/// The destruction of a drawer, for a certificate.
///
/// @param at when it was done; when it is asked for again, still the first time
/// @param bodies how many became unreadable
/// @param contents over the list of what became unreadable: for each body, in the order they were
///   kept, a line with the interaction, a space and `prompt` or `answer`. Of a drawer that was
///   begun anew after damage: over the digests of its lists
public record Erasure(Drawer drawer, Instant at, long bodies, Digest contents) {}
