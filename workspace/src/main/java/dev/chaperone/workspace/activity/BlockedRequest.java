// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import dev.chaperone.vocabulary.PersonId;

import java.time.Instant;

/// A request that was refused to somebody.
///
/// @param intent index of its entry in the ledger
public record BlockedRequest(long intent, String id, Instant at, PersonId person, String rule) {}
