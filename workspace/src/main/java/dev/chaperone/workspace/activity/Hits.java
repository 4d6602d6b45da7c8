// SPDX-License-Identifier: Apache-2.0
package dev.chaperone.workspace.activity;

import java.time.Instant;

/// How often a detector fired.
///
/// @param requests in how many requests, in their prompts or their answers
/// @param last when the last of them began
public record Hits(String detector, long requests, Instant last) {}
