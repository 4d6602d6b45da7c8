// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.server;

import dev.chaperone.ledger.TransparencyLog;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What others rely on to know the record: the log they verify, the witnesses that vouch for it,
/// and the systems it is passed on to.
///
/// @param witnessing null when no witness is configured
/// @param keep how long an entry is kept; null for ever
record Outward(
        TransparencyLog log,
        @Nullable Witnessing witnessing,
        Outlets outlets,
        @Nullable Duration keep) {}
