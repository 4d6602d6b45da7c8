// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.captures;

import dev.chaperone.vocabulary.CaptureLevel;

/// A body that was kept, put together again.
///
/// @param salt of the commitment in the ledger
/// @param body empty at level digest
/// @param length of the body that was on the wire
/// @param exact whether `body` is byte for byte what was on the wire
// A carrier: nobody compares it.
@SuppressWarnings("ArrayRecordComponent")
public record Opened(CaptureLevel level, byte[] salt, byte[] body, long length, boolean exact) {}
