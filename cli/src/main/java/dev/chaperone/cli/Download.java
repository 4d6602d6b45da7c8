// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.cli;

/// A file that the workspace sent, or why it did not.
///
/// @param bytes exactly as they came
/// @param reply the same as text
// The bytes are read once and not kept.
@SuppressWarnings("ArrayRecordComponent")
record Download(int status, byte[] bytes, Reply reply) {}
