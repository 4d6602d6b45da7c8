// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.gateway;

import dev.chaperone.ledger.Event;

import org.jspecify.annotations.Nullable;

/// What a request asks for, as its record says it.
///
/// @param source the way in
/// @param word the spelling of the operation in the ledger
/// @param model where the path names it; null where the body does
/// @param streams whether the path asks for a stream
record Asked(Event.Source source, String word, @Nullable String model, boolean streams) {}
